// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <vector>

namespace spendglass::filter {

/// Items side by side in reading direction, wrapped into lines; each item keeps its size hint, at most the
/// width at hand. Items of a line are centred to its height.
class FlowLayout final : public QLayout
{
    Q_OBJECT
public:
    explicit FlowLayout(QWidget *parent = nullptr);
    ~FlowLayout() override;

    /// Owned by the layout from now on; index -1: at the end.
    void insertWidget(int index, QWidget *widget);
    void setLineSpacing(int spacing) { m_lineSpacing = spacing; } ///< between lines; 4 unless told

    void addItem(QLayoutItem *item) override;
    int count() const override;
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    int arranged(const QRect &rect, bool isApplied) const;
    std::vector<QLayoutItem *> m_items;
    int m_lineSpacing = 4;
};

} // namespace spendglass::filter
