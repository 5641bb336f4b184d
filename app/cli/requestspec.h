// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/arguments.h"
#include "cli/options.h"
#include "cli/requestrun.h"

namespace spendglass::cli {

// What the interfaces of "request" are made of.

/// The value of an option that the interface cannot do without. BadRequest, naming it, when it is absent.
core::Result<QString> needed(const Arguments &arguments, const char *name);

/// The older service wants the reseller's id in most paths; crest-customer tells it.
core::Result<void> hasCid(const Target &target);

/// An endpoint whose job takes the service and then these parameters.
template <class JobType, class Row, class... Parameters>
Interface endpoint(const api::Service &service, const Parameters &...parameters)
{
    return {JobType::request(service, parameters...), [parameters...](RequestRun &run) -> net::Job * {
                return new JobType(run.client(), run.service(), parameters..., run.sink<Row>());
            }};
}

/// A call below a customer that needs nothing else.
template <class JobType, class Row>
core::Result<Interface> ofCustomer(const Arguments &arguments, const Target &target)
{
    return needed(arguments, "customer").map([&](const QString &customer) {
        return endpoint<JobType, Row>(target.service, customer);
    });
}

template <PrepareInterface prepare, auth::Interface group>
std::unique_ptr<Command> makeRequest(const Arguments &arguments, Output &output)
{
    return std::make_unique<RequestRun>(arguments, output, prepare, group);
}

/// A row of the list of commands; group: what a cloud has or has not as a whole.
template <PrepareInterface prepare, auth::Interface group>
CommandSpec requestSpec(const char *name, const char *help, std::vector<Option> options)
{
    options.push_back(formatOption);
    options.push_back(safeTextOption);
    if (group != auth::Interface::Crest)
        options.push_back({"locale", "L", "language of names and units, as X-Locale has it: en-US, de-DE"});
    options.push_back({"explain", nullptr, "print the call instead of making it, without its secret"});
    return {name, "", help, std::move(options), nullptr, makeRequest<prepare, group>};
}

inline constexpr Option customerOption{"customer", "ID", "the customer's id"};

/// The five interfaces, the calls that tell cost, and what there is to ask about.
std::vector<CommandSpec> usageRequests();
std::vector<CommandSpec> spendRequests();
std::vector<CommandSpec> directoryRequests();

} // namespace spendglass::cli
