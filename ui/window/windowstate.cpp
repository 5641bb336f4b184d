// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/windowstate.h"

#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>
#include <QSettings>

namespace spendglass::window {

namespace {

constexpr int layoutVersion = 1; ///< to be raised whenever docks or tool bars change

} // namespace

QRect clampedTo(const QRect &window, const std::vector<QRect> &screens)
{
    if (screens.empty())
        return window;
    const QRect *home = &screens.front();
    for (const QRect &screen : screens) {
        if (screen.contains(window.center()))
            home = &screen;
    }
    QRect result(window.topLeft(), window.size().boundedTo(home->size()));
    result.moveLeft(qBound(home->left(), result.left(), home->right() - result.width() + 1));
    result.moveTop(qBound(home->top(), result.top(), home->bottom() - result.height() + 1));
    return result;
}

void WindowState::save(const QMainWindow &window) const
{
    if (m_file.isEmpty())
        return;
    QSettings settings(m_file, QSettings::IniFormat);
    settings.setValue(QStringLiteral("window/geometry"), window.saveGeometry());
    settings.setValue(QStringLiteral("window/layout"), window.saveState(layoutVersion));
}

void WindowState::restore(QMainWindow &window) const
{
    if (m_file.isEmpty())
        return;
    const QSettings settings(m_file, QSettings::IniFormat);
    window.restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    window.restoreState(settings.value(QStringLiteral("window/layout")).toByteArray(), layoutVersion);
    std::vector<QRect> screens;
    for (const QScreen *screen : QGuiApplication::screens())
        screens.push_back(screen->availableGeometry());
    if (!window.isMaximized() && !window.isFullScreen())
        window.setGeometry(clampedTo(window.geometry(), screens));
}

QString WindowState::value(const QString &key) const
{
    return m_file.isEmpty() ? QString() : QSettings(m_file, QSettings::IniFormat).value(key).toString();
}

void WindowState::setValue(const QString &key, const QString &value) const
{
    if (!m_file.isEmpty())
        QSettings(m_file, QSettings::IniFormat).setValue(key, value);
}

} // namespace spendglass::window
