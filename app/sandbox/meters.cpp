// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/meters.h"

#include <array>

namespace spendglass::sandbox {

namespace {

constexpr std::string_view vm = "Microsoft.Compute/virtualMachines";
constexpr std::string_view disk = "Microsoft.Compute/disks";
constexpr std::string_view storage = "Microsoft.Storage/storageAccounts";
constexpr std::string_view site = "Microsoft.Web/sites";
constexpr std::string_view sql = "Microsoft.Sql/servers";

// clang-format off
constexpr Meter table[] = {
    {"Azure App Service", "", "Basic Small App Service Hours", "Hours", "", site, "web-", 6, 24000, 1000, 75000, true, true, true, 6},
    {"Azure App Service", "Standard Plan", "S1 App", "1 Hour", "", site, "shop-", 6, 24000, 1000, 100000, true, true, false, 5},
    {"Azure Cosmos DB", "", "100 RU/s", "1/Hour", "", "Microsoft.DocumentDB/databaseAccounts", "cosmos-", 9, 96000, 800, 8000, true, true, false, 4},
    {"Azure Cosmos DB", "", "Data Stored", "1 GB/Month", "", "Microsoft.DocumentDB/databaseAccounts", "cosmos-", 12, 2500, 1000, 250000, false, true, false, 2},
    {"Azure Database for PostgreSQL", "Flexible Server General Purpose", "vCore", "1 Hour", "Standard_D4ds_v4", "Microsoft.DBforPostgreSQL/flexibleServers", "pg-", 6, 96000, 1000, 90000, true, true, false, 4},
    {"Azure Kubernetes Service", "", "Standard Uptime SLA", "1 Hour", "", "Microsoft.ContainerService/managedClusters", "aks-", 0, 24000, 1000, 100000, true, true, false, 3},
    {"Azure Monitor", "Log Analytics", "Analytics Logs Data Ingestion", "1 GB", "", "Microsoft.OperationalInsights/workspaces", "logs-", 15, 3200, 700, 2300000, false, true, false, 6},
    {"Azure OpenAI", "GPT 4o", "gpt-4o Input Tokens", "1K", "", "Microsoft.CognitiveServices/accounts", "openai-", 6, 900000, 250, 5000, true, true, false, 3},
    {"Azure OpenAI", "GPT 4o", "gpt-4o Output Tokens", "1K", "", "Microsoft.CognitiveServices/accounts", "openai-", 6, 300000, 250, 15000, true, true, false, 3},
    {"Backup", "", "Azure VM Protected Instances", "1/Month", "", "Microsoft.RecoveryServices/vaults", "vault-", 12, 333, 1000, 10000000, false, true, false, 3},
    {"Backup", "LRS", "Data Stored", "1 GB/Month", "", "Microsoft.RecoveryServices/vaults", "vault-", 12, 9000, 1000, 22400, false, true, false, 2},
    {"Bandwidth", "", "Data Transfer Out (GB)", "1 GB", "", vm, "vm-", 15, 4200, 500, 87000, false, false, false, 8},
    {"Bandwidth", "Inter-Region", "Standard Data Transfer Out", "1 GB", "", storage, "stor", 15, 900, 800, 20000, false, false, false, 4},
    {"Cognitive Search", "Standard S1", "Unit", "1/Hour", "", "Microsoft.Search/searchServices", "search-", 0, 24000, 1000, 336000, true, true, false, 1},
    {"Container Registry", "Standard", "Registry Unit", "1/Day", "", "Microsoft.ContainerRegistry/registries", "acr", 0, 1000, 1000, 667000, false, true, false, 2},
    {"Data Management", "", "Standard IO - Block Blob Delete Operation Units (in 10,000s)", "10,000s", "", storage, "stor", 6, 12, 600, 1000, false, false, false, 5},
    {"Data Management", "", "Standard IO - Block Blob Write Operation Units (in 10,000s)", "10,000s", "", storage, "stor", 6, 190, 600, 36000, false, false, false, 5},
    {"Data Management", "Geo Redundant", "Standard IO - Table Write Operation Units (in 10,000s)", "10,000s", "", storage, "stor", 9, 40, 700, 36000, false, false, true, 3},
    {"Functions", "", "Execution Time", "1 GB Second", "", site, "func-", 9, 800000, 400, 16, false, true, false, 4},
    {"Functions", "", "Total Executions", "10", "", site, "func-", 0, 9000000, 400, 2, false, true, false, 3},
    {"Key Vault", "", "Operations", "10K", "", "Microsoft.KeyVault/vaults", "kv-", 6, 80, 500, 30000, false, false, false, 4},
    {"Load Balancer", "Standard", "Included LB Rules and Outbound Rules", "1 Hour", "", "Microsoft.Network/loadBalancers", "lb-", 0, 24000, 1000, 25000, true, true, false, 3},
    {"Microsoft Defender for Cloud", "Servers Plan 2", "Standard Node", "1 Hour", "", vm, "vm-", 6, 24000, 1000, 20000, true, false, false, 3},
    {"SQL Database", "Single Standard", "S0 DTUs", "1/Day", "", sql, "sql-", 6, 1000, 1000, 484000, false, true, false, 5},
    {"SQL Database", "Single/Elastic Pool General Purpose - Compute Gen5", "vCore", "1 Hour", "", sql, "sql-", 9, 48000, 1000, 152000, true, true, false, 4},
    {"SQL Database", "Single/Elastic Pool General Purpose - Storage", "Data Stored", "1 GB/Month", "", sql, "sql-", 12, 4200, 1000, 115000, false, true, false, 3},
    {"Service Bus", "Standard", "Messaging Operations", "1M", "", "Microsoft.ServiceBus/namespaces", "bus-", 9, 35, 400, 800000, false, true, false, 3},
    {"Storage", "", "Standard IO - Page Blob Read Addtl IO Units", "10K Operations", "", storage, "stor", 6, 170, 700, 500, false, false, false, 5},
    {"Storage", "Locally Redundant", "Standard IO - Page Blob (GB)", "1 GB/Month", "", storage, "stor", 12, 3300, 1000, 45000, false, false, false, 8},
    {"Storage", "Locally Redundant", "Standard IO - Table (GB)", "GB", "", storage, "stor", 9, 7, 1000, 45000, false, false, false, 4},
    {"Storage", "Premium SSD Managed Disks", "P10 LRS Disk", "1/Month", "", disk, "disk-", 12, 33, 1000, 19710000, false, true, false, 8},
    {"Storage", "Premium SSD Managed Disks", "P30 LRS Disk", "1/Month", "", disk, "disk-", 12, 33, 1000, 135170000, false, true, false, 3},
    {"Storage", "Tiered Block Blob", "Hot LRS Data Stored", "1 GB/Month", "", storage, "stor", 15, 2800, 1000, 18400, false, true, false, 7},
    {"Virtual Machines", "Standard_B2s VM", "B2s", "1 Hour", "Standard_B2s", vm, "vm-", 6, 20000, 600, 41600, true, true, false, 9},
    {"Virtual Machines", "Standard_D2s_v3 VM (Windows)", "Compute Hours", "Hours", "Standard_D2s_v3", vm, "vm-", 6, 22000, 550, 188000, true, true, false, 9},
    {"Virtual Machines", "Standard_E4s_v3 VM", "Compute Hours", "Hours", "Standard_E4s_v3", vm, "vm-", 6, 24000, 900, 252000, true, true, false, 6},
    {"Virtual Machines", "Standard_F2 VM Low Priority (Windows)", "Compute Hours", "Hours", "Standard_F2", vm, "batch-", 6, 9000, 200, 38000, true, true, false, 3},
    {"Virtual Network", "IP Addresses", "Standard Static IP Addresses", "1 Hour", "", "Microsoft.Network/publicIPAddresses", "ip-", 0, 24000, 1000, 5000, true, false, false, 5},
    {"Virtual Network", "Peering", "Intra-Region Egress", "1 GB", "", "Microsoft.Network/virtualNetworks", "vnet-", 15, 600, 600, 10000, false, false, false, 3},
    {"VPN Gateway", "", "VpnGw1", "1 Hour", "", "Microsoft.Network/virtualNetworkGateways", "vpn-", 0, 24000, 1000, 190000, true, true, false, 2},
};

constexpr Location places[] = {
    {"eastus", "US East"}, {"uswest", "US West"}, {"westus2", "US West 2"}, {"westeurope", "EU West"},
    {"northeurope", "EU North"}, {"uksouth", "UK South"}, {"swedencentral", "SE Central"},
    {"switzerlandnorth", "CH North"}, {"germanywestcentral", "DE West Central"}, {"japaneast", "JA East"},
    {"francecentral", "FR Central"}, {"global", ""},
};
// clang-format on

} // namespace

std::span<const Meter> meters()
{
    return table;
}

std::span<const Location> locations()
{
    return places;
}

} // namespace spendglass::sandbox
