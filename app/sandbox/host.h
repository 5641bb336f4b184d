// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/options.h"

#include <memory>

namespace spendglass::sandbox {

/// A sample Partner Center on a thread of its own, on loopback. Stops when destroyed.
class Host
{
public:
    /// Blocks until it listens (a few milliseconds; the world is made row by row when asked).
    static core::Result<std::unique_ptr<Host>> start(const Options &options);
    ~Host();
    Host(const Host &) = delete;
    Host &operator=(const Host &) = delete;

    Address address() const;
    QByteArray freshToken() const; ///< a new one, good for tokenSeconds from now

private:
    class State;
    explicit Host(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace spendglass::sandbox
