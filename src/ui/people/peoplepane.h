#pragma once

#include <QListView>
#include <QPointer>
#include <QWidget>

namespace foyer
{

class OccupantListModel;
class Theme;

/// The people of the room shown, under their sections.
class PeoplePane : public QWidget
{
    Q_OBJECT

public:
    explicit PeoplePane(const Theme &theme, QWidget *parent = nullptr);

    /// nullptr empties the pane.
    void setModel(OccupantListModel *model);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QListView *m_list;
};

} // namespace foyer
