// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/problem.h"

#include "sandbox/jsonwriter.h"

namespace spendglass::sandbox {

Reply problem(int status, int code, std::string_view text, const std::vector<std::string> &data)
{
    JsonWriter body;
    body.open('{').number("code", code).field("description", text).key("data").open('[');
    for (const std::string &item : data)
        body.text(item);
    body.close(']').field("source", "PartnerFD").close('}');
    Reply reply = json(body.take());
    reply.status = status;
    return reply;
}

Reply crestProblem(int status, std::string_view code, std::string_view reason)
{
    JsonWriter body;
    body.open('{').field("code", code).field("reason", reason).field("object_type", "Error");
    body.field("resource_status", "Active").close('}');
    Reply reply = json(body.take());
    reply.status = status;
    return reply;
}

Reply json(std::string body)
{
    Reply reply;
    reply.body = std::move(body);
    return reply;
}

} // namespace spendglass::sandbox
