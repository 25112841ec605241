#include "ui/people/personmenu.h"

#include <QClipboard>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace foyer
{

PersonMenu::PersonMenu(const Occupant &person, const Occupant &self, bool timedMutes, QWidget *parent) : QMenu(parent)
{
    setObjectName(u"personMenu"_s);
    const auto add = [this](const QString &text, const QString &name, auto action) {
        QAction *made = addAction(text);
        made->setObjectName(name);
        connect(made, &QAction::triggered, this, action);
    };
    const QString nickname = person.nickname;
    add(tr("&Details…"), u"personDetailsAction"_s, [this] { Q_EMIT cardRequested(); });
    if (nickname != self.nickname) {
        add(tr("&Mention"), u"mentionPersonAction"_s, [this, nickname] { Q_EMIT mentionRequested(nickname); });
    }
    add(tr("&Copy nickname"), u"copyNicknameAction"_s, [nickname] { QGuiApplication::clipboard()->setText(nickname); });
    bool isFirst = true;
    const auto offer = [&](Moderation::Kind kind, const QString &text, const QString &name) {
        if (!moderation::isAllowed(kind, self, person)) {
            return;
        }
        if (isFirst) {
            addSeparator();
            isFirst = false;
        }
        if (kind == Moderation::Kind::TakeVoice && timedMutes) {
            addMutes();
            return;
        }
        add(text, name, [this, kind] { Q_EMIT moderationChosen(kind, 0); });
    };
    offer(Moderation::Kind::GiveVoice, tr("Give &voice"), u"giveVoiceAction"_s);
    offer(Moderation::Kind::TakeVoice, tr("Take &voice away"), u"takeVoiceAction"_s);
    offer(Moderation::Kind::Kick, tr("&Remove from the room…"), u"kickAction"_s);
    offer(Moderation::Kind::Ban, tr("&Ban…"), u"banAction"_s);
}

void PersonMenu::addMutes()
{
    QMenu *mutes = addMenu(tr("Mut&e"));
    mutes->setObjectName(u"muteMenu"_s);
    const auto add = [this, mutes](const QString &text, int minutes) {
        QAction *made = mutes->addAction(text);
        made->setObjectName(u"mute%1Action"_s.arg(minutes));
        connect(made, &QAction::triggered, this,
                [this, minutes] { Q_EMIT moderationChosen(Moderation::Kind::TakeVoice, minutes); });
    };
    add(tr("For &10 minutes"), 10);
    add(tr("For an &hour"), 60);
    add(tr("For a &day"), 24 * 60);
    add(tr("Until somebody gives &voice"), 0);
}

} // namespace foyer
