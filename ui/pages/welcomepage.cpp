// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/welcomepage.h"

#include "parts/icons.h"
#include "parts/labels.h"
#include "parts/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyleOptionButton>
#include <QVBoxLayout>

namespace spendglass::pages {

namespace {

/// One way in: icon, what it is called, what it means.
class WayIn final : public QPushButton
{
public:
    WayIn(const QString &iconName, const QString &title, const QString &explanation, QWidget *parent)
        : QPushButton(title, parent)
        , m_explanation(explanation)
    {
        setIcon(parts::icon(iconName));
        setIconSize(QSize(24, 24));
        setAccessibleDescription(explanation);
        setToolTip(explanation);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setCursor(Qt::PointingHandCursor);
    }

    QSize sizeHint() const override { return QSize(460, fontMetrics().height() * 2 + 40); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        QStyleOptionButton option;
        initStyleOption(&option);
        style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &option, &painter, this);
        const bool isMain = isDefault();
        const QColor text = palette().color(isMain ? QPalette::HighlightedText : QPalette::ButtonText);
        const QRect inner = rect().adjusted(20, 12, -20, -12);
        const QRect iconRect(inner.left(), inner.top(), 28, inner.height());
        const QRect words = inner.adjusted(46, 0, 0, 0);
        paintIcon(painter, QStyle::visualRect(layoutDirection(), inner, iconRect), isMain);
        const auto side = Qt::Alignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft));
        const QRect visible = QStyle::visualRect(layoutDirection(), inner, words);
        painter.setPen(text);
        painter.setFont(parts::scaled(font(), 1.08, QFont::DemiBold));
        painter.drawText(visible, int(side | Qt::AlignTop) | Qt::TextShowMnemonic, this->text());
        painter.setFont(font());
        painter.setPen(isMain ? text : parts::mutedText(palette()));
        painter.drawText(visible, int(side | Qt::AlignBottom),
                         fontMetrics().elidedText(m_explanation, Qt::ElideRight, visible.width()));
    }

private:
    void paintIcon(QPainter &painter, const QRect &area, bool isLight) const
    {
        QRect square(0, 0, 26, 26);
        square.moveCenter(area.center());
        QPixmap glyph = icon().pixmap(square.size(), devicePixelRatioF());
        if (isLight) {
            QPainter tint(&glyph);
            tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
            tint.fillRect(glyph.rect(), palette().color(QPalette::HighlightedText));
        }
        painter.drawPixmap(square, glyph);
    }

    QString m_explanation;
};

} // namespace

WelcomePage::WelcomePage(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("welcomePage"));
    auto *layout = new QGridLayout(this);
    layout->setRowStretch(0, 2);
    layout->setRowStretch(2, 3);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(2, 1);
    layout->addWidget(card(), 1, 1);
}

QWidget *WelcomePage::card()
{
    auto *card = new QWidget(this);
    auto *mark = new QLabel(card);
    mark->setPixmap(parts::programIcon().pixmap(QSize(72, 72), devicePixelRatioF()));
    auto *title = parts::plainLabel(tr("Spendglass"), card);
    title->setFont(parts::scaled(font(), 2.2, QFont::DemiBold));
    auto *claim =
        parts::plainLabel(tr("What every customer uses and spends, in one window: filter it, group it, "
                             "send it as a spreadsheet."),
                          card);
    claim->setFont(parts::scaled(font(), 1.08, QFont::Normal));

    auto *demo = new WayIn(QStringLiteral("sample"), tr("&Explore sample data"),
                           tr("A made-up partner with sixty customers. No account, no network."), card);
    demo->setObjectName(QStringLiteral("exploreDemo"));
    demo->setAccessibleName(tr("Explore sample data"));
    demo->setDefault(true);
    auto *signIn = new WayIn(QStringLiteral("signin"), tr("&Sign in to Partner Center…"),
                             tr("In your browser, with a work account. It takes about a minute."), card);
    signIn->setObjectName(QStringLiteral("signIn"));
    signIn->setAccessibleName(tr("Sign in to Partner Center"));
    auto *open = new WayIn(QStringLiteral("folder"), tr("&Open…"),
                           tr("An account of this computer, as it was loaded last. No network."), card);
    open->setObjectName(QStringLiteral("openAnAccount"));
    open->setAccessibleName(tr("Open an account of this computer"));
    connect(open, &QPushButton::clicked, this, &WelcomePage::openRequested);
    connect(demo, &QPushButton::clicked, this, &WelcomePage::demoRequested);
    connect(signIn, &QPushButton::clicked, this, &WelcomePage::signInRequested);

    auto *promise =
        parts::plainLabel(tr("Nothing leaves this computer. What is loaded is kept here and can be looked at "
                             "without a network."),
                          card);
    promise->setForegroundRole(QPalette::PlaceholderText);

    auto *layout = new QVBoxLayout(card);
    layout->setSpacing(0);
    layout->addWidget(mark);
    layout->addSpacing(18);
    layout->addWidget(title);
    layout->addSpacing(6);
    layout->addWidget(claim);
    layout->addSpacing(30);
    layout->addWidget(demo);
    layout->addSpacing(12);
    layout->addWidget(signIn);
    layout->addSpacing(12);
    layout->addWidget(open);
    layout->addSpacing(24);
    layout->addWidget(promise);
    card->setFixedWidth(560);
    demo->setFocus();
    return card;
}

} // namespace spendglass::pages
