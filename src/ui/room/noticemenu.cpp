#include "ui/room/noticemenu.h"

#include <QActionGroup>

using namespace Qt::StringLiterals;

namespace foyer
{

NoticeMenu::NoticeMenu(QWidget *parent) : QMenu(tr("&Notify me"), parent)
{
    setObjectName(u"noticeMenu"_s);
    auto *group = new QActionGroup(this);
    const auto add = [this, group](NoticeLevel level, const QString &text, const QString &name) {
        QAction *action = addAction(text);
        action->setObjectName(name);
        action->setCheckable(true);
        action->setData(static_cast<int>(level));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, level] { Q_EMIT levelChosen(level); });
    };
    add(NoticeLevel::All, tr("Of &all messages"), u"noticeAllAction"_s);
    add(NoticeLevel::Mentions, tr("When I am &mentioned"), u"noticeMentionsAction"_s);
    add(NoticeLevel::None, tr("&Never"), u"noticeNoneAction"_s);
}

void NoticeMenu::setLevel(NoticeLevel level)
{
    for (QAction *action : actions()) {
        action->setChecked(action->data().toInt() == static_cast<int>(level));
    }
}

} // namespace foyer
