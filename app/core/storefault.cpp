// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storefault.h"

namespace spendglass::core {

Error storeError(const char *fault, QString text, QString where)
{
    Error error;
    error.kind = ErrorKind::Storage;
    error.text = std::move(text);
    error.where = std::move(where);
    error.serverCode = QLatin1String(fault);
    return error;
}

bool isStoreFault(const Error &error, const char *fault)
{
    return error.kind == ErrorKind::Storage && error.serverCode == QLatin1String(fault);
}

} // namespace spendglass::core
