// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/account.h"

#include <QWidget>

#include <functional>
#include <vector>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace spendglass::dialogs {

/// What has to be known of an account before anybody can sign in to it.
class AccountDetails final : public QWidget
{
    Q_OBJECT
public:
    /// account: what to begin with.
    explicit AccountDetails(const auth::Account &account, QWidget *parent = nullptr);

    /// As it is typed in now; what is not asked for here stays as it was given.
    auth::Account account() const;
    /// Says what is wrong beside each field and goes to the first; whether nothing is.
    bool validate();
    /// What was kept of it: its id and folder.
    void setAccount(const auth::Account &account) { m_account = account; }
    void setNameProblem(const QString &problem);

Q_SIGNALS:
    void helpRequested();

private:
    /// One line to fill in, and the words beneath it.
    struct Field
    {
        QLineEdit *edit = nullptr;
        QLabel *problem = nullptr;
        QWidget *whole = nullptr;
        std::function<QString()> check; ///< what is wrong, empty for nothing
        bool isCustomOnly = false;
    };
    QLineEdit *addField(const QString &title, const char *objectName, const QString &text,
                        const QString &hint, std::function<QString()> check);
    void addChoice(const QString &title, QComboBox *choice, QLabel *hint);
    void addCloud();
    void addRedirect();
    void addAnalytics();
    void addClientId();
    void addAddresses();
    void showCloud();
    bool isShown(const Field &field) const;
    QString addressProblem(const QLineEdit *edit, QUrl auth::CloudAddresses::*member, bool isNeeded) const;
    auth::Cloud cloud() const;

    auth::Account m_account;
    QFormLayout *m_form;
    QComboBox *m_cloud;
    QLabel *m_cloudHint;
    QWidget *m_clientIdHelp = nullptr;
    QComboBox *m_redirect;
    QComboBox *m_analytics;
    QLineEdit *m_name, *m_tenant, *m_clientId = nullptr;
    QLineEdit *m_api = nullptr, *m_login = nullptr, *m_resource = nullptr, *m_crest = nullptr,
              *m_crestCid = nullptr;
    std::vector<Field> m_fields;
};

} // namespace spendglass::dialogs
