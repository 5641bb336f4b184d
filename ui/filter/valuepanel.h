// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QStackedWidget>

#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace spendglass::filter {

class DayEdit;

/// A measure that ranks: its text and how it reads.
struct Ranking
{
    QString text;
    QString label;
};

/// One or two values typed or picked: text, numbers, dates, a moving period, a rank, or nothing at all.
/// Values come and go in machine form.
class ValuePanel final : public QStackedWidget
{
    Q_OBJECT
public:
    explicit ValuePanel(QWidget *parent = nullptr);

    /// Shows what the operator needs for the type; values already there are kept where they fit.
    /// rankings: what a field that is no amount can be ranked by; empty for amounts, which rank themselves.
    void setUp(query::FieldType type, query::Operator op, const QStringList &values, core::Day today,
               const std::vector<Ranking> &rankings = {});
    QStringList values() const; ///< in machine form; meaningless while there is a problem
    QString problem() const; ///< what is wrong with the values, in the user's language; empty when nothing is

Q_SIGNALS:
    void changed();

private:
    QWidget *textPage();
    QWidget *numberPage();
    QWidget *datePage();
    QWidget *periodPage();
    QWidget *rankingPage();
    int pageFor() const;
    void setPeriod(const QString &text);
    void setRanking(const QStringList &values, const std::vector<Ranking> &rankings);
    void showNotes();
    query::RelativeDays period() const;
    QString patternProblem() const;
    bool isRange() const;
    QString dayValue(core::Day day, bool isEnd) const;

    query::FieldType m_type = query::FieldType::Text;
    query::Operator m_op = query::Operator::Is;
    core::Day m_today{};
    QLabel *m_none = nullptr;
    QLineEdit *m_text = nullptr;
    QLabel *m_textNote = nullptr;
    QLineEdit *m_number = nullptr;
    QLineEdit *m_numberTo = nullptr;
    QLabel *m_numberAnd = nullptr;
    DayEdit *m_date = nullptr;
    DayEdit *m_dateTo = nullptr;
    QLabel *m_dateAnd = nullptr;
    QComboBox *m_period = nullptr;
    QSpinBox *m_daysAgo = nullptr;
    QLabel *m_periodDays = nullptr;
    QSpinBox *m_count = nullptr;
    QLabel *m_by = nullptr;
    QComboBox *m_measure = nullptr;
};

} // namespace spendglass::filter
