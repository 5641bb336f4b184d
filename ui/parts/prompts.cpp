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

void askSaveFile(QWidget *parent, const SaveQuestion &question, std::function<void(const QString &)> chosen)
{
    if (saveSeam) {
        const QString path = saveSeam(question);
        if (!path.isEmpty())
            chosen(path);
        return;
    }
    auto *dialog = new QFileDialog(parent, question.title, question.folder, question.filter);
    dialog->setObjectName(QStringLiteral("saveFileDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(question.suffix);
    dialog->selectFile(question.fileName);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void askFolder(QWidget *parent, const FolderQuestion &question, std::function<void(const QString &)> chosen)
{
    if (folderSeam) {
        const QString path = folderSeam(question);
        if (!path.isEmpty())
            chosen(path);
        return;
    }
    auto *dialog = new QFileDialog(parent, question.title, question.folder);
    dialog->setObjectName(QStringLiteral("folderDialog"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void askOpenFile(QWidget *parent, const OpenQuestion &question, std::function<void(const QString &)> chosen)
{
    if (openSeam) {
        const QString path = openSeam(question);
        if (!path.isEmpty())
            chosen(path);
        return;
    }
    auto *dialog = new QFileDialog(parent, question.title, question.folder, question.filter);
    dialog->setObjectName(QStringLiteral("openFileDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace spendglass::parts::prompts
