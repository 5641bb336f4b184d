// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QStackedWidget>

class QLabel;
class QLineEdit;

namespace spendglass::filter {

class DayEdit;

/// One or two values typed or picked: text, numbers, dates, or nothing at all. Values come and go in machine
/// form.
class ValuePanel final : public QStackedWidget
{
    Q_OBJECT
public:
    explicit ValuePanel(QWidget *parent = nullptr);

    /// Shows what the operator needs for the type; values already there are kept where they fit.
    void setUp(query::FieldType type, query::Operator op, const QStringList &values, core::Day today);
    QStringList values() const; ///< in machine form; meaningless while there is a problem
    QString problem() const; ///< what is wrong with the values, in the user's language; empty when nothing is

Q_SIGNALS:
    void changed();

private:
    QWidget *textPage();
    QWidget *numberPage();
    QWidget *datePage();
    bool isRange() const;
    QString dayValue(core::Day day, bool isEnd) const;

    query::FieldType m_type = query::FieldType::Text;
    query::Operator m_op = query::Operator::Is;
    QLineEdit *m_text = nullptr;
    QLineEdit *m_number = nullptr;
    QLineEdit *m_numberTo = nullptr;
    QLabel *m_numberAnd = nullptr;
    DayEdit *m_date = nullptr;
    DayEdit *m_dateTo = nullptr;
    QLabel *m_dateAnd = nullptr;
};

} // namespace spendglass::filter
