// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace spendglass::auth {

/// How a sign-in ended, as far as the browser is told.
enum class SignInPage
{
    Success,
    Refused,
    Failed
};

/// The page that the browser shows at the end, in the person's language, as a whole answer of HTTP. Nothing
/// in it comes from the wire.
QByteArray signInPage(SignInPage page);

/// An answer of HTTP without page: status line ("303 See Other") and further header lines, each with its end.
QByteArray plainAnswer(const QByteArray &status, const QByteArray &headers = {});

} // namespace spendglass::auth
