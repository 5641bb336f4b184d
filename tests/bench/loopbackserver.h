// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string_view>

namespace spendglass::bench {

/// An HTTP server in a process of its own, so that its memory and its work are not the measured program's.
/// One thread per connection; requests have no bodies.
class LoopbackServer
{
public:
    /// Answers one request on the socket by sendAnswer(). head: the request line and the headers.
    using Answer = std::function<void(int socket, std::string_view head)>;
    /// makeAnswer is called in the new process: what it makes does not burden this one.
    explicit LoopbackServer(const std::function<Answer()> &makeAnswer);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer &) = delete;
    LoopbackServer &operator=(const LoopbackServer &) = delete;

    int port() const { return m_port; }
    QUrl url() const;
    double peakMiB() const; ///< the most memory that it had resident

private:
    int m_port = 0;
    pid_t m_process = -1;
};

void sendAll(int socket, std::string_view data);
/// The head of an answer with a JSON body of that size.
QByteArray headOf(std::size_t bodySize);
/// 200 with a JSON body that is made of these parts.
void sendAnswer(int socket, std::initializer_list<std::string_view> parts);

} // namespace spendglass::bench
