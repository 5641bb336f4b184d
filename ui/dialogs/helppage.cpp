// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/helppage.h"

#include "parts/labels.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

// Resources of a static library are dropped by the linker unless somebody asks for them by name.
static void initResources()
{
    Q_INIT_RESOURCE(help);
}

namespace spendglass::dialogs {

QString helpFile(const QString &folder, const QLocale &locale)
{
    const QString stem = folder + QStringLiteral("/register-application");
    for (const QString &language : locale.uiLanguages()) {
        const QString file = QStringLiteral("%1_%2.html")
                                 .arg(stem, QString(language).replace(QLatin1Char('-'), QLatin1Char('_')));
        if (QFile::exists(file))
            return file;
        if (language == QLatin1String("en"))
            break; // before what they understand less
    }
    return stem + QStringLiteral(".html");
}

HelpPage::HelpPage(QWidget *parent)
    : QDialog(parent)
{
    initResources();
    setObjectName(QStringLiteral("helpPage"));
    setWindowTitle(tr("Registering the Application"));
    auto *text = new Browser(this);
    text->setObjectName(QStringLiteral("helpText"));
    text->setAccessibleName(tr("How the application is registered"));
    text->setOpenLinks(false);
    text->setTabChangesFocus(true);
    text->document()->setDocumentMargin(18);
    QFile file(helpFile(QStringLiteral(":/help"), QLocale()));
    if (file.open(QIODevice::ReadOnly))
        text->setHtml(QString::fromUtf8(file.readAll()));
    auto *copy = parts::namedButton(tr("&Copy text"), "copyHelp", tr("Copy the whole text"), this);
    copy->setToolTip(tr("To send it to your administrator"));
    auto *close = parts::namedButton(tr("Close"), "closeHelp", tr("Close the help"), this);
    close->setDefault(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 12);
    row->addWidget(copy);
    row->addStretch();
    row->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(text, 1);
    layout->addLayout(row);
    resize(720, 640);
    text->setFrameShape(QFrame::NoFrame);
    text->setFocus();
    connect(copy, &QPushButton::clicked, text,
            [text] { QGuiApplication::clipboard()->setText(text->toPlainText()); });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
}

} // namespace spendglass::dialogs
