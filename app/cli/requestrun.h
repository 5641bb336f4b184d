// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/service.h"
#include "cli/access.h"
#include "cli/command.h"
#include "cli/requestrows.h"
#include "cli/rowprinter.h"
#include "net/client.h"
#include "net/job.h"

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::cli {

class RequestRun;

/// One interface, as asked for: how to describe its first call and how to make its job.
struct Interface
{
    net::Request first;
    std::function<net::Job *(RequestRun &)> make;
};
using PrepareInterface = core::Result<Interface> (*)(const Arguments &, const api::Service &);

/// One query straight to the service: every page goes to standard output as it comes.
/// States: prepared → running → ended. What was printed stays when a later page fails.
class RequestRun final : public Command
{
public:
    RequestRun(const Arguments &arguments, Output &output, PrepareInterface prepare);
    void start() override;
    void interrupt() override;
    int interruptedCode() const override { return Incomplete; }

    net::Client &client() { return *m_client; }
    const api::Service &service() const { return m_service; }

    /// Prints pages; rows that keep refuses are left out.
    template <class Row>
    api::Sink<Row> sink(QStringList only = {}, std::function<bool(const Row &)> keep = {})
    {
        return [this, only = std::move(only), keep = std::move(keep)](api::Page<Row> page,
                                                                      const std::function<void()> &took) {
            if (keep)
                std::erase_if(page.rows, [&keep](const Row &row) { return !keep(row); });
            m_printer->print(rowTable(page.rows, only));
            took();
        };
    }

private:
    core::Result<Interface> prepare();
    int explainCall(const net::Request &request);
    void connectTo(const auth::Account &account, std::shared_ptr<auth::Session> session);
    void noteWaiting(const core::Error &reason, std::chrono::milliseconds pause);
    void end(const core::Result<net::JobTotals> &result);

    const Arguments &m_arguments;
    Output &m_output;
    PrepareInterface m_prepare;
    auth::Account m_account;
    api::Service m_service;
    std::unique_ptr<RowPrinter> m_printer;
    std::unique_ptr<net::Client> m_client;
    std::unique_ptr<net::Job> m_job;
    std::optional<core::Error> m_notReady; ///< why the run was ended instead of waiting
};

} // namespace spendglass::cli
