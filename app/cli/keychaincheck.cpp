// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/keychaincheck.h"

#include <QUuid>

namespace spendglass::cli {
namespace {

constexpr const char *sample = "a sample, no secret";

core::Error notGivenBack()
{
    core::Error error;
    error.kind = core::ErrorKind::Keychain;
    error.serverCode = QLatin1String(auth::secretFaults::other);
    error.text = QStringLiteral("the keychain does not give back what it took");
    return error;
}

} // namespace

void checkKeychain(const std::shared_ptr<auth::SecretStore> &secrets, QObject *context,
                   const auth::SecretStore::OnDone &done)
{
    const QString key = QStringLiteral("check-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto onRead = [=](const core::Result<std::optional<QByteArray>> &read) {
        core::Result<void> outcome;
        if (!read)
            outcome = core::fail(read.error());
        else if (*read != QByteArray(sample))
            outcome = core::fail(notGivenBack());
        secrets->remove(key, context,
                        [=](const core::Result<void> &removed) { done(outcome ? removed : outcome); });
    };
    secrets->write(key, sample, context, [=](const core::Result<void> &written) {
        if (written)
            secrets->read(key, context, onRead);
        else
            done(written);
    });
}

QString keychainState(const core::Result<void> &checked)
{
    if (checked)
        return QStringLiteral("works");
    const QString fault = checked.error().serverCode;
    return fault.isEmpty() ? checked.error().text : fault + QStringLiteral(": ") + checked.error().text;
}

} // namespace spendglass::cli
