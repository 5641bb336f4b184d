// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accountworld.h"
#include "pages/analysispage.h"
#include "parts/messagebar.h"
#include "window/documents.h"
#include "window/mainwindow.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QToolButton>

namespace spendglass::test {

/// The real window with accounts: the sandbox is the sign-in service, too.
class AccountJourney : public QObject
{
protected:
    void begin()
    {
        m_world = std::make_unique<AccountWorld>();
        m_host = m_world->startService(1);
        QVERIFY(m_host);
        openWindow();
    }
    void end()
    {
        m_window.reset();
        m_host.reset();
        m_world.reset();
    }

    std::unique_ptr<AccountWorld> m_world;
    std::shared_ptr<sandbox::Host> m_host;
    std::unique_ptr<window::MainWindow> m_window;

    static constexpr int patience = 60'000;

    template <class T>
    T *find(const QByteArray &name) const
    {
        return m_window->findChild<T *>(QString::fromLatin1(name));
    }
    bool isSeen(const QByteArray &name) const
    {
        return find<QWidget>(name) && find<QWidget>(name)->isVisible();
    }
    void click(const QByteArray &name) const
    {
        QVERIFY2(find<QAbstractButton>(name), name.constData());
        find<QAbstractButton>(name)->click();
    }
    void trigger(const QByteArray &name) const { find<QAction>(name)->trigger(); }
    QString bar() const { return find<parts::MessageBar>("sessionBar")->text(); }
    void clickBar(int place = 0) const
    {
        auto *button = find<parts::MessageBar>("sessionBar")
                           ->findChild<QToolButton *>(QStringLiteral("messageAction%1").arg(place));
        QVERIFY(button);
        button->defaultAction()->trigger();
    }
    pages::AnalysisPage *page() const
    {
        return qobject_cast<pages::AnalysisPage *>(m_window->documents()->page());
    }
    bool isQuiet() const { return page() && page()->answer() && m_window->isSettled(); }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), patience); }
    QStringList customers() const
    {
        QStringList names;
        for (const auto &customer : m_window->documents()->customers())
            names << customer.name;
        return names;
    }

    void openWindow()
    {
        m_window =
            std::make_unique<window::MainWindow>(m_world->folder.filePath(QStringLiteral("window.ini")));
        m_window->setAccounts(m_world->parts());
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void fillIn(const sandbox::Address &service, const QString &name)
    {
        QTRY_VERIFY(isSeen("signInDialog"));
        auto *cloud = find<QComboBox>("cloud");
        cloud->setCurrentIndex(cloud->count() - 1);
        const std::pair<const char *, QString> values[] = {{"accountName", name},
                                                           {"tenant", service.tenant},
                                                           {"clientId", service.clientId},
                                                           {"apiUrl", service.apiUrl.toString()},
                                                           {"loginUrl", service.loginUrl.toString()},
                                                           {"resource", service.resource},
                                                           {"crestUrl", service.crestUrl.toString()},
                                                           {"crestCid", service.crestCid}};
        for (const auto &[field, value] : values)
            find<QLineEdit>(field)->setText(value);
    }
    /// From the dialog's first page to the open, synchronised account.
    void signIn(const sandbox::Host &host, const QString &name)
    {
        fillIn(host.address(), name);
        click("signInMain");
        QTRY_VERIFY_WITH_TIMEOUT(isSeen("signInEnd"), patience);
        click("signInMain");
        QTRY_VERIFY(!isSeen("signInDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(isQuiet() && !customers().isEmpty(), patience);
    }
    void signInFirst()
    {
        trigger("actionAddAccount");
        signIn(*m_host, QStringLiteral("Contoso"));
    }
};

} // namespace spendglass::test
