// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts/prompts.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace spendglass::parts::prompts {

namespace {

MessageSeam messageSeam;
SaveSeam saveSeam;
FolderSeam folderSeam;
OpenSeam openSeam;

} // namespace

void replaceMessage(MessageSeam seam)
{
    messageSeam = std::move(seam);
}

void replaceAskSaveFile(SaveSeam seam)
{
    saveSeam = std::move(seam);
}

void replaceAskFolder(FolderSeam seam)
{
    folderSeam = std::move(seam);
}

void replaceAskOpenFile(OpenSeam seam)
{
    openSeam = std::move(seam);
}

void showMessage(QWidget *parent, const Message &message)
{
    if (messageSeam)
        return messageSeam(message);
    auto *box =
        new QMessageBox(QMessageBox::Information, message.title, message.text, QMessageBox::Close, parent);
    box->setObjectName(QStringLiteral("messageBox"));
    box->setTextFormat(Qt::PlainText);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    if (!message.details.isEmpty())
        box->setDetailedText(message.details);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void ask(QWidget *parent, const Question &question, std::function<void()> yes)
{
    auto *box =
        new QMessageBox(QMessageBox::Question, question.title, question.text, QMessageBox::Cancel, parent);
    box->setObjectName(QStringLiteral("questionBox"));
    box->setTextFormat(Qt::PlainText);
    QPushButton *agree = box->addButton(question.yes, QMessageBox::AcceptRole);
    agree->setObjectName(QStringLiteral("questionYes"));
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(agree, &QPushButton::clicked, parent, std::move(yes));
    box->open();
}

namespace {

using Chosen = std::function<void(const QString &)>;

void take(const QString &path, const Chosen &chosen)
{
    if (!path.isEmpty())
        chosen(path);
}

void open(QFileDialog *dialog, const char *name, QWidget *parent, Chosen chosen)
{
    dialog->setObjectName(QLatin1String(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace

void askSaveFile(QWidget *parent, const SaveQuestion &question, std::function<void(const QString &)> chosen)
{
    if (saveSeam)
        return take(saveSeam(question), chosen);
    auto *dialog = new QFileDialog(parent, question.title, question.folder, question.filter);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(question.suffix);
    dialog->selectFile(question.fileName);
    open(dialog, "saveFileDialog", parent, std::move(chosen));
}

void askFolder(QWidget *parent, const FolderQuestion &question, std::function<void(const QString &)> chosen)
{
    if (folderSeam)
        return take(folderSeam(question), chosen);
    auto *dialog = new QFileDialog(parent, question.title, question.folder);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    open(dialog, "folderDialog", parent, std::move(chosen));
}

void askOpenFile(QWidget *parent, const OpenQuestion &question, std::function<void(const QString &)> chosen)
{
    if (openSeam)
        return take(openSeam(question), chosen);
    auto *dialog = new QFileDialog(parent, question.title, question.folder, question.filter);
    dialog->setFileMode(QFileDialog::ExistingFile);
    open(dialog, "openFileDialog", parent, std::move(chosen));
}

} // namespace spendglass::parts::prompts
