// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/session.h"
#include "auth/signinproblem.h"

#include <QString>

namespace spendglass::dialogs {

/// A heading and what to do, both plain text.
struct Words
{
    QString title;
    QString text;
};

/// "The session ended. Sign in again; …"
QString sentenceOf(const Words &words);

/// What a person can do about it. The one table of these sentences: dialog, bar and menu take them from here.
Words wordsFor(auth::SignInProblem problem);
/// The same for any error; a keychain that gives nothing by its fault, and what signing in cannot mend by the
/// sentence of its kind.
Words wordsFor(const core::Error &error);

/// Why a sign-in lasts for this run only, and what helps; by the Keychain error's serverCode.
Words notKeptWords(const core::Error &error);

QString cloudTitle(auth::Cloud cloud); ///< "US Government"
QString cloudHint(auth::Cloud cloud);  ///< what to know before choosing it; empty for most

/// "Anna Adler (anna@contoso.example)", or what of it is known.
QString personText(const auth::Identity &identity);
/// "signed in as anna@contoso.example", "signed in for this run only", "not signed in", …
QString stateText(const auth::SessionState &state);

} // namespace spendglass::dialogs
