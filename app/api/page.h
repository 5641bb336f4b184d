// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/textarena.h"
#include "net/request.h"

#include <functional>
#include <optional>
#include <vector>

namespace spendglass::api {

/// One page of rows. Texts of the rows are views into the page's own arena: move them together.
template <class Row>
struct Page
{
    core::TextArena text;
    std::vector<Row> rows;            ///< in the order received
    qint64 quarantined = 0;           ///< rows left out for a missing or mistyped member
    qint64 rounded = 0;               ///< amounts with digits past the 22nd place
    std::optional<qint64> total;      ///< as the service counts; never trusted
    std::optional<net::Request> next; ///< nothing: the last page
    QString doubt;                    ///< why rows may be missing or double; empty: nothing known
    int number = 0;                   ///< from 0
    core::CallRecord call;            ///< that brought it
};

/// Takes a page; calls took once, on the same thread, when it can take the next.
template <class Row>
using Sink = std::function<void(Page<Row> page, std::function<void()> took)>;

} // namespace spendglass::api
