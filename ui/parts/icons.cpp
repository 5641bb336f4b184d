// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

// Resources of a static library are dropped by the linker unless somebody asks for them by name.
static void initResources()
{
    Q_INIT_RESOURCE(icons);
}

namespace spendglass::parts {

namespace {

class PaletteIconEngine final : public QIconEngine
{
public:
    explicit PaletteIconEngine(QByteArray svg)
        : m_svg(std::move(svg))
    {}

    QIconEngine *clone() const override { return new PaletteIconEngine(*this); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        QByteArray coloured = m_svg;
        coloured.replace("#444444", palette.color(group, QPalette::ButtonText).name().toLatin1());
        QSvgRenderer renderer(coloured);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        renderer.render(painter, rect);
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        // The size already counts device pixels: QIcon multiplies before it asks.
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

private:
    QByteArray m_svg;
};

} // namespace

QIcon icon(const QString &name)
{
    initResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? QIcon(new PaletteIconEngine(file.readAll())) : QIcon();
}

QIcon programIcon()
{
    initResources();
    return QIcon(QStringLiteral(":/icons/spendglass.svg"));
}

} // namespace spendglass::parts
