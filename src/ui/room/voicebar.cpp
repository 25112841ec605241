#include "ui/room/voicebar.h"

#include "core/apart.h"
#include "models/displaytext.h"
#include "ui/dialogs/outsidetext.h"
#include "ui/theme.h"
#include "ui/widgets/elidedlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace foyer
{

VoiceBar::VoiceBar(QWidget *parent)
    : QFrame(parent),
      m_label(new ElidedLabel(this)),
      m_give(new QPushButton(tr("Give voice"), this)),
      m_notNow(new QPushButton(tr("Not now"), this))
{
    setObjectName(u"voiceBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    setProperty("tone", u"waiting"_s);
    m_label->setObjectName(u"voiceRequestLabel"_s);
    m_give->setObjectName(u"giveVoicePushButton"_s);
    m_notNow->setObjectName(u"voiceNotNowPushButton"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::timelineSide, metrics::step, metrics::timelineSide, metrics::step);
    layout->setSpacing(metrics::rowPadding);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_notNow);
    layout->addWidget(m_give);
    connect(m_give, &QPushButton::clicked, this, [this] { Q_EMIT giveVoiceRequested(m_nickname); });
    connect(m_notNow, &QPushButton::clicked, this, [this] { Q_EMIT notNowRequested(m_nickname); });
    hide();
}

void VoiceBar::setRequests(const QStringList &nicknames)
{
    setVisible(!nicknames.isEmpty());
    if (nicknames.isEmpty()) {
        m_nickname.clear();
        return;
    }
    const bool isNew = nicknames.first() != m_nickname;
    m_nickname = nicknames.first();
    const QString name = apart(displaytext::oneLine(m_nickname));
    m_label->setSentence(nicknames.size() == 1 ? tr("%1 asks to speak.").arg(name)
                                               : tr("%1 and others ask to speak.").arg(name));
    const QString shortName = outsideButtonText(m_nickname);
    m_give->setAccessibleName(tr("Give voice to %1").arg(shortName));
    m_notNow->setAccessibleName(tr("Not now: %1").arg(shortName));
    if (isNew) {
        QAccessibleEvent event(m_label, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace foyer
