// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/access.h"
#include "cli/command.h"
#include "cli/output.h"

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::cli {

/// A command that asks the account's store. States: opening → asking → ended.
class StoreRun : public Command
{
public:
    StoreRun(const Arguments &arguments, Output &output);
    void start() override;
    void interrupt() override { Q_EMIT finished(Failed); }
    int interruptedCode() const override { return Failed; }

protected:
    /// What can be said without the store: nothing to go on, or the exit code.
    virtual std::optional<int> prepare() = 0;
    virtual core::Result<std::unique_ptr<sync::Workspace>> open() { return openOffline(m_arguments); }
    virtual void ask(sync::Workspace &workspace) = 0;
    /// The answer is there: closes the store, then prints. Whoever reads the output may take long over it,
    /// and others want the store.
    void finish(std::function<int()> print);

    const Arguments &m_arguments;
    Output &m_output;

private:
    void fail(const core::Error &error);
    std::unique_ptr<sync::Workspace> m_workspace;
};

} // namespace spendglass::cli
