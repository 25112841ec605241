#pragma once

#include "core/servicetypes.h"
#include "models/attachmentlist.h"
#include "models/bannerstate.h"

#include <QObject>
#include <QPointer>
#include <QSet>

namespace foyer
{

class AppState;
class RoomPageState;

/// What a screen reader is told without being asked, of the room that is shown: that one may not speak any more or
/// again, that one has spoken too soon and may now, why something was not taken, that a message or a file did not
/// arrive, that the connection went or is back, and the receipt of a rejoin. Never a message, and nothing twice.
class Announcements : public QObject
{
    Q_OBJECT

public:
    Announcements(AppState &state, QObject *parent = nullptr);

Q_SIGNALS:
    void announced(const QString &text);

private:
    void follow();
    void compare();
    void compareMute();
    void compareBanner();
    void compareWait();
    void compareObjection();
    void compareAttachment(AttachmentId id);
    void noteNotSent(const StoredMessage &row);
    void tellNotSent();

    AppState &m_state;
    QPointer<RoomPageState> m_page;
    MuteState m_mute;
    bool m_early = false;
    QString m_objection;
    QStringList m_notSent; ///< why, not yet announced
    QString m_saidMeanwhile;
    QSet<AttachmentId> m_failed;
    BannerState::Kind m_kind = BannerState::Kind::None;
};

} // namespace foyer
