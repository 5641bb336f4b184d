// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace spendglass::parts {

/// The two seams for tests: everything that opens a box or a file dialog goes through here, so that a test
/// of the whole window can answer in a person's place. Nothing here waits; the answer comes to the callback.
namespace prompts {

struct Message
{
    QString title;
    QString text;    ///< plain text
    QString details; ///< plain text, folded away; may be empty
};
void showMessage(QWidget *parent, const Message &message);

struct Question
{
    QString title;
    QString text; ///< plain text
    QString yes;  ///< a verb, with mnemonic
};
/// yes is called when the person agrees, and not after parent is gone. A box as others: tests find it.
void ask(QWidget *parent, const Question &question, std::function<void()> yes);

struct SaveQuestion
{
    QString title;
    QString folder;
    QString fileName; ///< proposed, with suffix
    QString filter;   ///< "Spreadsheet (*.xlsx)"
    QString suffix;
};
/// chosen gets a path the person agreed to write to (also over an existing file); it is not called when the
/// person changed their mind, nor after parent is gone.
void askSaveFile(QWidget *parent, const SaveQuestion &question, std::function<void(const QString &)> chosen);

struct FolderQuestion
{
    QString title;
    QString folder; ///< where to begin
};
/// chosen gets a folder that is there; it is not called when the person changed their mind, nor after parent
/// is gone.
void askFolder(QWidget *parent, const FolderQuestion &question, std::function<void(const QString &)> chosen);

struct OpenQuestion
{
    QString title;
    QString folder; ///< where to begin
    QString filter; ///< "Views (*.json)"
};
/// chosen gets a file that is there; it is not called when the person changed their mind, nor after parent is
/// gone.
void askOpenFile(QWidget *parent, const OpenQuestion &question, std::function<void(const QString &)> chosen);

using MessageSeam = std::function<void(const Message &)>;
using SaveSeam = std::function<QString(const SaveQuestion &)>;     ///< empty: changed their mind
using FolderSeam = std::function<QString(const FolderQuestion &)>; ///< likewise
using OpenSeam = std::function<QString(const OpenQuestion &)>;     ///< likewise
/// For tests only; an empty function takes the seam away.
void replaceMessage(MessageSeam seam);
void replaceAskSaveFile(SaveSeam seam);
void replaceAskFolder(FolderSeam seam);
void replaceAskOpenFile(OpenSeam seam);

} // namespace prompts

} // namespace spendglass::parts
