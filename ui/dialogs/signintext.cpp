// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/signintext.h"

#include "models/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace spendglass::dialogs {

namespace {

using auth::Cloud;
using auth::SignInProblem;

template <class Key>
struct Row
{
    Key key;
    const char *title, *text;
};

constexpr Row<SignInProblem> problems[] = {
    {SignInProblem::None, QT_TRANSLATE_NOOP("SignInText", "Signing in did not work"),
     QT_TRANSLATE_NOOP("SignInText", "Try again.")},
    {SignInProblem::NotSignedIn, QT_TRANSLATE_NOOP("SignInText", "Not signed in"),
     QT_TRANSLATE_NOOP("SignInText",
                       "Sign in to load what is new. What was loaded before can be looked at meanwhile.")},
    {SignInProblem::Ended, QT_TRANSLATE_NOOP("SignInText", "The session ended"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "The sign-in was revoked, the password was changed, or it was not used for 90 days. Sign in "
         "again; everything that was loaded stays.")},
    {SignInProblem::MoreProof, QT_TRANSLATE_NOOP("SignInText", "Your organisation asks for more proof"),
     QT_TRANSLATE_NOOP("SignInText", "Sign in again and answer what the browser asks for.")},
    {SignInProblem::SecondFactor, QT_TRANSLATE_NOOP("SignInText", "A second factor is missing"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "Partner Center accepts only people who signed in with a second factor, such as a code from a "
         "telephone. Sign in again and confirm it. If nothing asks you for it, your administrator has to "
         "require it for your account.")},
    {SignInProblem::Consent, QT_TRANSLATE_NOOP("SignInText", "An administrator has to agree first"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "Your organisation has not agreed that this application reads Partner Center in your name. Ask "
         "an administrator to grant admin consent for it, then sign in again.")},
    {SignInProblem::WrongAudience, QT_TRANSLATE_NOOP("SignInText", "The sign-in is for another service"),
     QT_TRANSLATE_NOOP("SignInText",
                       "Partner Center does not take it. Sign in again; if this comes back, the cloud or the "
                       "registration of the application does not fit.")},
    {SignInProblem::Refused, QT_TRANSLATE_NOOP("SignInText", "The sign-in was declined"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "Somebody said no in the browser, or a rule of your organisation did. Try again, or ask your "
         "administrator whether such a rule stands in the way.")},
    {SignInProblem::Expired, QT_TRANSLATE_NOOP("SignInText", "The code is too old"),
     QT_TRANSLATE_NOOP("SignInText", "A code is good for some minutes only. Try again to get another one.")},
    {SignInProblem::TimedOut, QT_TRANSLATE_NOOP("SignInText", "The browser did not come back"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "Nothing was heard from it for five minutes. Try again, or use a code: that works without a "
         "browser on this computer.")},
    {SignInProblem::Settings, QT_TRANSLATE_NOOP("SignInText", "The settings do not fit"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "The sign-in service does not know this tenant or application, or its registration lacks "
         "something. Compare them with what your administrator registered; the details hold the "
         "service's own words.")},
    {SignInProblem::WrongAccount, QT_TRANSLATE_NOOP("SignInText", "That is somebody else"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "The data of this account belongs to another person or organisation. Sign in as that person, or "
         "add an account of its own for this one. Nothing was mixed.")},
    {SignInProblem::Record, QT_TRANSLATE_NOOP("SignInText", "Who signed in is not readable"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "The file that says whose data this account holds is damaged or closed to you. Mend it, or "
         "move it away to sign in anew; the details say where it is. The data stays.")},
    {SignInProblem::Service, QT_TRANSLATE_NOOP("SignInText", "The sign-in service has a problem"),
     QT_TRANSLATE_NOOP("SignInText", "This is on Microsoft's side. Try again in some minutes.")},
};

/// When a new sign-in cannot be kept.
constexpr Row<const char *> keepFaults[] = {
    {auth::secretFaults::other, QT_TRANSLATE_NOOP("SignInText", "Signed in for this run only"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "The system's keychain could not keep the sign-in. You will be asked again after the next "
         "start.")},
    {auth::secretFaults::absent, QT_TRANSLATE_NOOP("SignInText", "Signed in for this run only"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "This computer offers no keychain, and a sign-in is never kept anywhere else. You will be asked "
         "again after the next start. A keychain service such as GNOME Keyring or KWallet changes "
         "that.")},
    {auth::secretFaults::locked, QT_TRANSLATE_NOOP("SignInText", "Signed in for this run only"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "The keychain is locked. Unlock it and sign in again to have the sign-in kept; else you will be "
         "asked after the next start.")},
    {auth::secretFaults::denied, QT_TRANSLATE_NOOP("SignInText", "Signed in for this run only"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "The keychain, or somebody whom it asked, refused to keep the sign-in. Allow it and sign in "
         "again; else you will be asked after the next start.")},
    {auth::secretFaults::tooLarge, QT_TRANSLATE_NOOP("SignInText", "Signed in for this run only"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "The sign-in is larger than what this keychain takes. You will be asked again after the next "
         "start.")},
};

/// When a sign-in that is kept cannot be read.
constexpr Row<const char *> readFaults[] = {
    {auth::secretFaults::other, QT_TRANSLATE_NOOP("SignInText", "The keychain does not give the sign-in"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "It did not answer as it should. Try again, or sign in for this run only; what was loaded stays.")},
    {auth::secretFaults::absent, QT_TRANSLATE_NOOP("SignInText", "There is no keychain"),
     QT_TRANSLATE_NOOP("SignInText",
                       "The sign-in is kept in a keychain service such as GNOME Keyring or KWallet, and this "
                       "session has none. Start it and try again, or sign in for this run only.")},
    {auth::secretFaults::locked, QT_TRANSLATE_NOOP("SignInText", "The keychain is locked"),
     QT_TRANSLATE_NOOP("SignInText",
                       "The sign-in is kept in it. Unlock it and try again, or sign in for this run only.")},
    {auth::secretFaults::denied, QT_TRANSLATE_NOOP("SignInText", "The keychain said no"),
     QT_TRANSLATE_NOOP("SignInText", "It, or somebody whom it asked, did not let Spendglass read the "
                                     "sign-in. Allow it and try again, or sign in for this run only.")},
    {auth::secretFaults::vanished, QT_TRANSLATE_NOOP("SignInText", "The sign-in is gone from the keychain"),
     QT_TRANSLATE_NOOP("SignInText",
                       "It was kept there and is not there any more: somebody removed it, or this is another "
                       "keychain. Sign in again; everything that was loaded stays.")},
};

constexpr Row<Cloud> clouds[] = {
    {Cloud::Global, QT_TRANSLATE_NOOP("SignInText", "Worldwide"), ""},
    {Cloud::UsGov, QT_TRANSLATE_NOOP("SignInText", "US Government"),
     QT_TRANSLATE_NOOP("SignInText", "Without the older service (CREST).")},
    {Cloud::China, QT_TRANSLATE_NOOP("SignInText", "China (21Vianet)"),
     QT_TRANSLATE_NOOP(
         "SignInText",
         "Usage and customers only: the calls about spending are documented for other clouds.")},
    {Cloud::Germany, QT_TRANSLATE_NOOP("SignInText", "Germany"),
     QT_TRANSLATE_NOOP("SignInText",
                       "This cloud is closed. Its addresses are kept for old data and may not answer.")},
    {Cloud::Custom, QT_TRANSLATE_NOOP("SignInText", "Another service"),
     QT_TRANSLATE_NOOP("SignInText", "A simulator or gateway of your own: give its addresses below.")},
};

QString translated(const char *text)
{
    return *text ? QCoreApplication::translate("SignInText", text) : QString();
}

/// The row of that key, else the first one.
template <class Rows, class Is>
const auto &find(const Rows &rows, Is is)
{
    const auto *const row = std::find_if(std::begin(rows), std::end(rows), is);
    return row == std::end(rows) ? *std::begin(rows) : *row;
}

const Row<Cloud> &rowOf(Cloud cloud)
{
    return find(clouds, [cloud](const auto &row) { return row.key == cloud; });
}

/// By the Keychain error's serverCode.
template <class Rows>
Words wordsOf(const Rows &rows, const core::Error &error)
{
    const auto &row =
        find(rows, [&error](const auto &each) { return error.serverCode == QLatin1String(each.key); });
    return {translated(row.title), translated(row.text)};
}

/// Its tr() is found by lupdate, which knows no free functions.
class SignInText
{
    Q_DECLARE_TR_FUNCTIONS(SignInText)
public:
    static QString signedIn(const auth::SessionState &state);
    static QString joined(const Words &words);
};

QString SignInText::joined(const Words &words)
{
    //: a heading, and what to do about it
    return tr("%1. %2").arg(words.title, words.text);
}

QString SignInText::signedIn(const auth::SessionState &state)
{
    const QString &user = state.identity.user;
    if (state.notKept)
        return user.isEmpty() ? tr("signed in for this run only")
                              : tr("signed in as %1, for this run only").arg(user);
    return user.isEmpty() ? tr("signed in") : tr("signed in as %1").arg(user);
}

} // namespace

Words wordsFor(SignInProblem problem)
{
    const auto &row = find(problems, [problem](const auto &candidate) { return candidate.key == problem; });
    return {translated(row.title), translated(row.text)};
}

Words wordsFor(const core::Error &error)
{
    const SignInProblem problem = auth::problemOf(error);
    if (problem == SignInProblem::Keychain)
        return wordsOf(readFaults, error);
    Words words = wordsFor(problem);
    if (problem == SignInProblem::None)
        words.text = models::errorSentence(error);
    return words;
}

Words notKeptWords(const core::Error &error)
{
    return wordsOf(keepFaults, error);
}

QString sentenceOf(const Words &words)
{
    return SignInText::joined(words);
}

QString cloudTitle(Cloud cloud)
{
    return translated(rowOf(cloud).title);
}

QString cloudHint(Cloud cloud)
{
    return translated(rowOf(cloud).text);
}

QString personText(const auth::Identity &identity)
{
    if (identity.name.isEmpty() || identity.user.isEmpty())
        return identity.name + identity.user;
    return QStringLiteral("%1 (%2)").arg(identity.name, identity.user);
}

QString stateText(const auth::SessionState &state)
{
    using Phase = auth::SessionState::Phase;
    switch (state.phase) {
    case Phase::SignedOut:
        return QCoreApplication::translate("SignInText", "not signed in");
    case Phase::SignedIn:
        return SignInText::signedIn(state);
    case Phase::Ended:
        return QCoreApplication::translate("SignInText", "session ended");
    }
    Q_UNREACHABLE();
}

} // namespace spendglass::dialogs
