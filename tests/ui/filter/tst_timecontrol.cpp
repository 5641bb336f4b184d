// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/timecontrol.h"

#include "filtertest.h"

#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

#include <memory>

namespace spendglass::filter {

/// What can be chosen beside the period; the period itself is tested with the whole bar.
class TimeControlTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_control.reset(); }

    void comparesByMenu();
    void needsAPeriodToCompare();
    void setsOptions();

private:
    QToolButton *button(const char *name) const
    {
        return m_control->findChild<QToolButton *>(QLatin1String(name));
    }
    QAction *open(const char *name, const char *menu, const QString &text) const;
    void choose(const char *name, const char *menu, const QString &text) const;

    std::unique_ptr<TimeControl> m_control;
};

void TimeControlTest::init()
{
    m_control = std::make_unique<TimeControl>(std::make_shared<FixedClock>("2026-11-20"));
    m_control->setQuery(sampleQuery());
    m_control->show();
}

/// The entry of a menu that a button opens.
QAction *TimeControlTest::open(const char *name, const char *menu, const QString &text) const
{
    button(name)->click();
    for (QAction *action : m_control->findChildren<QMenu *>(QLatin1String(menu)).last()->actions()) {
        if (action->text().remove(QLatin1Char('&')) == text)
            return action;
    }
    qFatal("%s", qPrintable(text));
}

void TimeControlTest::choose(const char *name, const char *menu, const QString &text) const
{
    open(name, menu, text)->trigger();
    m_control->findChildren<QMenu *>(QLatin1String(menu)).last()->close();
}

void TimeControlTest::comparesByMenu()
{
    const QSignalSpy said(m_control.get(), &TimeControl::queryChanged);
    choose("compare", "compareMenu", QStringLiteral("Same period last year"));
    QVERIFY(button("compare")->text().startsWith(QLatin1String("vs Same period last year")));
    QVERIFY(m_control->query().comparison.has_value());
    QCOMPARE(m_control->query().measures.back().text(), QStringLiteral("sum(quantity) as % difference"));
    choose("compare", "compareMenu", QStringLiteral("Like for like"));
    QVERIFY(m_control->query().comparison->isLikeForLike);
    choose("compare", "compareMenu", QStringLiteral("Previous period"));
    QVERIFY(m_control->query().comparison->isLikeForLike);
    QCOMPARE(m_control->query().measures.size(), 2u);
    choose("compare", "compareMenu", QStringLiteral("None"));
    QVERIFY(m_control->query() == sampleQuery());
    QCOMPARE(said.count(), 4);
}

void TimeControlTest::needsAPeriodToCompare()
{
    choose("compare", "compareMenu", QStringLiteral("Previous period"));
    choose("period", "periodMenu", QStringLiteral("All dates"));
    QVERIFY(!m_control->query().comparison);
    const QAction *refused = open("compare", "compareMenu", QStringLiteral("Previous period"));
    QVERIFY(!refused->isEnabled());
    QVERIFY(refused->toolTip().contains(QLatin1String("period first")));
}

void TimeControlTest::setsOptions()
{
    const QSignalSpy said(m_control.get(), &TimeControl::queryChanged);
    choose("timeOptions", "timeOptionsMenu", QStringLiteral("Leave out incomplete days"));
    QVERIFY(m_control->query().completeDaysOnly);
    choose("timeOptions", "timeOptionsMenu", QStringLiteral("Billing months, 28th to 27th"));
    QVERIFY(m_control->query().months == query::Months::Billing);
    QVERIFY(button("timeOptions")->text().contains(QLatin1String("billing months")));
    QCOMPARE(said.count(), 2);
}

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::TimeControlTest)
#include "tst_timecontrol.moc"
