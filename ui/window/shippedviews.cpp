// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/shippedviews.h"

#include <QCoreApplication>

#include <array>

// Resources of a static library are dropped by the linker unless somebody asks for them by name.
static void initResources()
{
    Q_INIT_RESOURCE(views);
}

namespace spendglass::window {

namespace {

struct Shipped
{
    const char *file; ///< resources/views/FILE.json
    const char *name;
};

constexpr std::array shipped{
    Shipped{"services-by-month", QT_TRANSLATE_NOOP("ShippedViews", "Services × months")},
    Shipped{"top-movers", QT_TRANSLATE_NOOP("ShippedViews", "Top movers")},
    Shipped{"resources-this-month", QT_TRANSLATE_NOOP("ShippedViews", "Resources this month")},
    Shipped{"utilization-by-meter", QT_TRANSLATE_NOOP("ShippedViews", "Utilization by meter")},
};

} // namespace

std::vector<query::SavedView> shippedViews()
{
    initResources();
    std::vector<query::SavedView> views;
    for (const Shipped &each : shipped) {
        auto view = query::viewFromFile(QStringLiteral(":/views/%1.json").arg(QLatin1String(each.file)));
        if (!view)
            qFatal("%s: %s", each.file, qUtf8Printable(view.error().text)); // it is part of the program
        view->name = QCoreApplication::translate("ShippedViews", each.name);
        views.push_back(std::move(*view));
    }
    return views;
}

} // namespace spendglass::window
