// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/service.h"
#include "cli/access.h"
#include "cli/command.h"
#include "cli/requestrows.h"
#include "cli/rowprinter.h"
#include "net/client.h"
#include "net/job.h"
#include "sync/livequestion.h"

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::cli {

class RequestRun;

/// One interface, as asked for: how to describe its first call and how to make its job, of either kind.
struct Interface
{
    net::Request first;
    std::function<net::Job *(RequestRun &)> make;
    std::function<sync::LiveQuestion *(RequestRun &)> makeFiltered{}; ///< in place of make; of raw rows
};

/// What is asked: the account's service, and its tenant.
struct Target
{
    api::Service service;
    QString tenant, storePath;
};
using PrepareInterface = core::Result<Interface> (*)(const Arguments &, const Target &);

/// One query straight to the service: every page goes to standard output as it comes.
/// States: prepared → running → ended. What was printed stays when a later page fails.
class RequestRun final : public Command
{
public:
    /// group: what the account's cloud must have.
    RequestRun(const Arguments &arguments, Output &output, PrepareInterface prepare, auth::Interface group);
    void start() override;
    void interrupt() override;
    int interruptedCode() const override { return Incomplete; }

    net::Client &client() { return *m_client; }
    const api::Service &service() const { return m_target.service; }
    const QString &storePath() const { return m_target.storePath; }

    /// Prints pages, of these columns where some are given.
    template <class Row>
    api::Sink<Row> sink(const QStringList &only = {})
    {
        m_printNothing = [this, only] { m_printer->print(rowTable(std::vector<Row>(), only)); };
        return [this, only](const api::Page<Row> &page, const std::function<void()> &took) {
            m_printer->print(rowTable(page.rows, only));
            took();
        };
    }

private:
    core::Result<Interface> prepare();
    core::Result<void> checkOffer() const;
    core::Error withQuestion(core::Error error) const;
    int explainCall(const net::Request &request);
    void connectTo(const auth::Account &account, net::Authorizer authorize);
    template <class Job>
    void run(Job *job);
    void run(sync::LiveQuestion *question);
    void printRecords(sync::LiveQuestion &question, core::Result<net::JobTotals> result);
    void noteRefusal(const query::RemoteQuery &remote, const core::Error &error);
    void noteWaiting(const core::Error &reason, std::chrono::milliseconds pause);
    void end(const core::Result<net::JobTotals> &result);

    const Arguments &m_arguments;
    Output &m_output;
    PrepareInterface m_prepare;
    auth::Account m_account;
    auth::Interface m_group;
    Target m_target;
    std::function<void()> m_printNothing; ///< the columns alone
    std::unique_ptr<RowPrinter> m_printer;
    std::shared_ptr<auth::Session> m_session;
    std::unique_ptr<net::Client> m_client;
    std::unique_ptr<QObject> m_job;
    std::function<void()> m_cancelJob;
    std::optional<core::Error> m_notReady; ///< why the run was ended instead of waiting
};

} // namespace spendglass::cli
