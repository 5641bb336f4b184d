// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/azureentitlements.h"
#include "api/customers.h"
#include "api/subscriptions.h"
