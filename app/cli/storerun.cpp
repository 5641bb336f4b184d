// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/storerun.h"

namespace spendglass::cli {

StoreRun::StoreRun(const Arguments &arguments, Output &output)
    : m_arguments(arguments)
    , m_output(output)
{}

void StoreRun::fail(const core::Error &error)
{
    Q_EMIT finished(m_output.fail(error));
}

void StoreRun::start()
{
    if (const std::optional<int> code = prepare()) {
        Q_EMIT finished(*code);
        return;
    }
    auto workspace = open();
    if (!workspace) {
        fail(workspace.error());
        return;
    }
    m_workspace = std::move(*workspace);
    connect(m_workspace.get(), &sync::Workspace::opened, this, [this] { ask(*m_workspace); });
    connect(m_workspace.get(), &sync::Workspace::openFailed, this, &StoreRun::fail);
}

void StoreRun::finish(std::function<int()> print)
{
    m_workspace.release()->deleteLater(); // it is the one that is speaking
    QMetaObject::invokeMethod(
        this, [this, print] { Q_EMIT finished(print()); }, Qt::QueuedConnection);
}

} // namespace spendglass::cli
