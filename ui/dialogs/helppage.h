// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTextBrowser>

class QLocale;

namespace spendglass::dialogs {

/// The page below that folder in the first of the person's languages that it was written in; else in English.
QString helpFile(const QString &folder, const QLocale &locale);

/// How a partner's administrator registers the application. Our own text out of the program; nothing is
/// loaded from anywhere.
class HelpPage final : public QDialog
{
    Q_OBJECT
public:
    explicit HelpPage(QWidget *parent = nullptr);

private:
    /// Loads nothing: the page is set as a whole, and has no pictures.
    class Browser final : public QTextBrowser
    {
    public:
        using QTextBrowser::QTextBrowser;

    protected:
        QVariant loadResource(int, const QUrl &) override { return {}; }
    };
};

} // namespace spendglass::dialogs
