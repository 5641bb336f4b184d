// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/loopbackserver.h"

#include "bench/harness.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>

namespace spendglass::bench {

namespace {

void serve(int socket, const LoopbackServer::Answer *answer)
{
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::string waiting;
    std::array<char, 8192> buffer{};
    for (ssize_t got = 0; (got = ::recv(socket, buffer.data(), buffer.size(), 0)) > 0;) {
        waiting.append(buffer.data(), std::size_t(got));
        for (std::size_t end = 0; (end = waiting.find("\r\n\r\n")) != std::string::npos;) {
            (*answer)(socket, std::string_view(waiting).substr(0, end));
            waiting.erase(0, end + 4);
        }
    }
    ::close(socket);
}

} // namespace

LoopbackServer::LoopbackServer(const std::function<Answer()> &makeAnswer)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(listener, 16) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        std::abort();
    m_port = ntohs(address.sin_port);
    m_process = ::fork();
    if (m_process == 0) {
        const Answer answer = makeAnswer();
        for (int socket = 0; (socket = ::accept(listener, nullptr, nullptr)) >= 0;)
            std::thread(serve, socket, &answer).detach();
        ::_exit(0);
    }
    ::close(listener);
}

LoopbackServer::~LoopbackServer()
{
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
}

QUrl LoopbackServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

double LoopbackServer::peakMiB() const
{
    return memoryMiB("VmHWM:", "/proc/" + std::to_string(m_process) + "/status");
}

void sendAll(int socket, std::string_view data)
{
    while (!data.empty()) {
        const ssize_t sent = ::send(socket, data.data(), data.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        data.remove_prefix(std::size_t(sent));
    }
}

QByteArray headOf(std::size_t bodySize)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: " +
           QByteArray::number(qulonglong(bodySize)) + "\r\n\r\n";
}

void sendAnswer(int socket, std::initializer_list<std::string_view> parts)
{
    std::size_t size = 0;
    for (const std::string_view part : parts)
        size += part.size();
    const QByteArray head = headOf(size);
    sendAll(socket, {head.constData(), std::size_t(head.size())});
    for (const std::string_view part : parts)
        sendAll(socket, part);
}

} // namespace spendglass::bench
