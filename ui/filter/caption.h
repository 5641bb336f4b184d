// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace spendglass::filter {

/// A plain label in a quieter text colour, whatever the palette becomes.
class Caption final : public QLabel
{
    Q_OBJECT
public:
    explicit Caption(const QString &text = {}, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace spendglass::filter
