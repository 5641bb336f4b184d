// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts/contentheight.h"

#include <QEvent>
#include <QLayout>
#include <QWidget>

namespace spendglass::parts {

namespace {

class Grower final : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
            QMetaObject::invokeMethod(
                this, [window = static_cast<QWidget *>(watched)] { grow(window); }, Qt::QueuedConnection);
        return false;
    }

private:
    static void grow(QWidget *window)
    {
        const int needed = window->layout()->totalHeightForWidth(window->width());
        if (needed > window->height())
            window->resize(window->width(), needed);
    }
};

} // namespace

void growWithContent(QWidget *window)
{
    window->installEventFilter(new Grower(window));
}

} // namespace spendglass::parts
