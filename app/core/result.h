// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <tl/expected.hpp>

namespace spendglass::core {

/// A value or the one Error. The alias is the only place that names the library. A T that travels in a signal
/// needs operator==, and Result<void> cannot travel there: moc instantiates the comparison.
template <class T> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

inline tl::unexpected<Error> fail(ErrorKind kind, QString text, QString where = {})
{
    Error error;
    error.kind = kind;
    error.text = std::move(text);
    error.where = std::move(where);
    return tl::unexpected<Error>(std::move(error));
}

} // namespace spendglass::core
