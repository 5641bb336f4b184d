// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/askpopup.h"

#include "filter/caption.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QValidator>

namespace spendglass::filter {

AskPopup::AskPopup(const QString &question, const QString &text, QWidget *parent)
    : PopupFrame(parent)
    , m_edit(new QLineEdit(text))
    , m_apply(new QPushButton(tr("&OK")))
{
    setObjectName(QStringLiteral("askPopup"));
    setAccessibleName(question);
    m_edit->setObjectName(QStringLiteral("askText"));
    m_edit->setAccessibleName(question);
    m_edit->setToolTip(tr("Enter takes it, Esc leaves all as it was"));
    m_edit->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    m_edit->selectAll();
    m_apply->setObjectName(QStringLiteral("askApply"));
    m_apply->setAccessibleName(tr("Take it"));
    m_apply->setToolTip(tr("Take it (Enter)"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(new Caption(question));
    layout->addWidget(m_edit);
    layout->addWidget(m_apply);
    setFocusProxy(m_edit);
    m_edit->setFocus();
    connect(m_edit, &QLineEdit::textChanged, this, &AskPopup::check);
    connect(m_apply, &QPushButton::clicked, this, &AskPopup::answer);
    connect(this, &PopupFrame::closed, this, &QObject::deleteLater);
    check();
}

void AskPopup::setValidator(QValidator *validator)
{
    validator->setParent(this);
    m_edit->setValidator(validator);
    check();
}

void AskPopup::setMayBeEmpty(bool mayBeEmpty)
{
    m_mayBeEmpty = mayBeEmpty;
    check();
}

void AskPopup::check()
{
    const bool isThere = m_mayBeEmpty || !m_edit->text().trimmed().isEmpty();
    m_apply->setEnabled(isThere && m_edit->hasAcceptableInput());
}

void AskPopup::answer()
{
    if (!m_apply->isEnabled())
        return;
    const QString text = m_edit->text().simplified();
    hide();
    Q_EMIT answered(text);
}

void AskPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        answer();
        return;
    }
    PopupFrame::keyPressEvent(event);
}

} // namespace spendglass::filter

#include "moc_askpopup.cpp"
