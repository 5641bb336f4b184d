// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filterbar.h"

#include "sync/workspace.h"
#include "filter/chip.h"
#include "filter/filtertextedit.h"

#include "fakeworkspace.h"
#include "filtertest.h"

#include <QAction>
#include <QMenu>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QToolButton>

namespace spendglass::filter {

using query::Operator;
using query::Predicate;

/// Saved filters in a filter bar: what is saved is the workspace's.
class SavedFiltersTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<sync::Workspace> m_workspace;
    std::unique_ptr<FilterBar> m_bar;

    static Predicate is(const char *field)
    {
        return Predicate::leaf(QLatin1String(field), Operator::Is, {QStringLiteral("A")});
    }
    void show(const Predicate &pill) const
    {
        query::Query query = sampleQuery();
        query.where = Predicate::all({pill});
        m_bar->setQuery(query);
    }
    QAction *inMenu(const QString &text) const
    {
        Q_EMIT m_bar->findChildren<Chip *>().last()->menuRequested({});
        for (QAction *action : m_bar->findChildren<QMenu *>(QStringLiteral("filterMenu")).last()->actions()) {
            if (action->text().remove(u'&') == text)
                return action;
        }
        return nullptr;
    }

private Q_SLOTS:
    void init()
    {
        fakeAnswers() = {};
        const auto clock = std::make_shared<FixedClock>("2026-11-20");
        m_workspace = std::make_unique<sync::Workspace>(QString(), sync::Connection(), clock);
        m_bar = std::make_unique<FilterBar>(m_workspace.get(), clock);
        m_bar->show();
    }
    void cleanup()
    {
        m_bar.reset();
        m_workspace.reset();
    }

    /// Where nobody keeps filters, nobody is asked to.
    void aPillIsOfferedToWhoListens()
    {
        show(is("customerName"));
        QVERIFY(!inMenu(QStringLiteral("Save Filter…")));
        const QSignalSpy asked(m_bar.get(), &FilterBar::saveRequested);
        QAction *save = inMenu(QStringLiteral("Save Filter…"));
        QVERIFY(save);
        save->trigger();
        QCOMPARE(asked.count(), 1);
        QVERIFY(asked.front().front().value<Predicate>() == is("customerName"));
    }

    void aReferenceOpensItsDefinitionOrItsText()
    {
        show(Predicate::saved(QStringLiteral("Both")));
        m_bar->openEditorAt(0);
        QVERIFY(m_bar->isTextMode());
        m_bar->setTextMode(false);
        const QSignalSpy asked(m_bar.get(), &FilterBar::definitionRequested);
        m_bar->openEditorAt(0);
        QVERIFY(m_bar->isTextMode() && asked.isEmpty()); // there is none to open
        m_bar->setTextMode(false);
        fakeAnswers().savedFilters[QStringLiteral("Both")] = is("customerName");
        m_bar->openEditorAt(0);
        QVERIFY(!m_bar->isTextMode());
        QCOMPARE(asked.value(0), QVariantList{QStringLiteral("Both")});
    }

    void aReferenceGivesWayToItsConditions_data()
    {
        QTest::addColumn<bool>("isOn");
        QTest::addColumn<bool>("isPinned");
        QTest::newRow("plain") << true << false;
        QTest::newRow("off: so are they") << false << false;
        QTest::newRow("pinned: so are they") << true << true;
    }
    void aReferenceGivesWayToItsConditions()
    {
        QFETCH(bool, isOn);
        QFETCH(bool, isPinned);
        fakeAnswers().savedFilters[QStringLiteral("Both")] =
            Predicate::all({is("customerName"), is("meterCategory")});
        Predicate reference = Predicate::saved(QStringLiteral("Both"));
        reference.isOn = isOn;
        reference.isPinned = isPinned;
        show(reference);
        inMenu(QStringLiteral("Replace by Its Conditions"))->trigger();
        Predicate wanted = Predicate::all({is("customerName"), is("meterCategory")});
        for (Predicate &part : wanted.children) {
            part.isOn = isOn;
            part.isPinned = isPinned;
        }
        QVERIFY(m_bar->query().where == wanted);
    }

    void whatIsNotThereCannotGiveWay()
    {
        show(Predicate::saved(QStringLiteral("Gone")));
        QVERIFY(!inMenu(QStringLiteral("Replace by Its Conditions"))->isEnabled());
    }

    void theTextIsCompletedByWhatThereIs_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("offered");
        QTest::newRow("a saved filter") << QStringLiteral("Bo") << QStringLiteral("filter \"Both\"");
        QTest::newRow("a tag") << QStringLiteral("env") << QStringLiteral("tag[\"env\"]");
    }
    void theTextIsCompletedByWhatThereIs()
    {
        QFETCH(QString, typed);
        QFETCH(QString, offered);
        fakeAnswers().savedFilters[QStringLiteral("Both")] = is("customerName");
        fakeAnswers().familyFields = {QStringLiteral("tag:env")};
        query::Query query = sampleQuery();
        query.dataSet = core::DataSet::Utilization;
        query.where = {};
        m_bar->setQuery(query);
        m_bar->setTextMode(true);
        auto *edit = m_bar->findChild<FilterTextEdit *>();
        QTest::keyClicks(edit, typed);
        QTest::keyClick(edit, Qt::Key_Space, Qt::ControlModifier);
        const auto *offers = edit->findChild<QStandardItemModel *>();
        QVERIFY(offers && offers->rowCount() > 0);
        QStringList texts;
        for (int row = 0; row < offers->rowCount(); ++row)
            texts << offers->index(row, 0).data(Qt::UserRole + 1).toString(); // what would be inserted
        QVERIFY2(texts.contains(offered), qPrintable(texts.join(QLatin1Char('|'))));
    }

    void theAddButtonHasAMenuWhereSomeAreSaved()
    {
        auto *add = m_bar->findChild<QToolButton *>(QStringLiteral("filterAdd"));
        QVERIFY(!add->menu());
        fakeAnswers().savedFilters[QStringLiteral("Both")] = is("customerName");
        m_bar->refresh();
        QVERIFY(add->menu());
    }
};

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::SavedFiltersTest)
#include "tst_savedfilters.moc"
