// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QString>

#include <vector>

class QMainWindow;

namespace spendglass::window {

/// What the window remembers between starts, in one ini file below the profile. A layout of another version
/// is not restored.
class WindowState
{
public:
    explicit WindowState(QString file)
        : m_file(std::move(file))
    {}

    void save(const QMainWindow &window) const;
    void restore(QMainWindow &window) const;
    QString value(const QString &key) const;
    void setValue(const QString &key, const QString &value) const;

private:
    QString m_file; ///< empty: nothing is remembered
};

/// The rectangle moved and shrunk so that it lies on one of the screens; the first screen is the default.
QRect clampedTo(const QRect &window, const std::vector<QRect> &screens);

} // namespace spendglass::window
