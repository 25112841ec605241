#include "models/announcements.h"

#include "models/appstate.h"
#include "models/displaytext.h"
#include "models/messagewords.h"

namespace foyer
{

Announcements::Announcements(AppState &state, QObject *parent) : QObject(parent), m_state(state)
{
    connect(&m_state, &AppState::activeRoomChanged, this, &Announcements::follow);
    follow();
}

void Announcements::follow()
{
    if (m_page) {
        disconnect(m_page, nullptr, this, nullptr);
        disconnect(&m_page->composer(), nullptr, this, nullptr);
        disconnect(&m_page->composer().attachments(), nullptr, this, nullptr);
        disconnect(&m_page->banner(), nullptr, this, nullptr);
    }
    m_notSent.clear();
    m_page = m_state.activePage();
    if (!m_page) {
        return;
    }
    // What holds already is seen with the room, and no news.
    m_mute = m_page->composer().mute();
    m_early = m_page->composer().isTooEarly();
    m_objection = m_page->composer().objection();
    m_kind = m_page->banner().kind();
    m_failed.clear();
    for (const Attachment &attachment : m_page->composer().attachments().attachments()) {
        if (attachment.state == Attachment::State::Failed) {
            m_failed.insert(attachment.id);
        }
    }
    connect(m_page, &RoomPageState::notSent, this, &Announcements::noteNotSent);
    connect(&m_page->composer(), &ComposerState::changed, this, &Announcements::compare);
    connect(&m_page->composer().attachments(), &AttachmentList::attachmentChanged, this,
            &Announcements::compareAttachment);
    connect(&m_page->banner(), &BannerState::changed, this, &Announcements::compare);
}

void Announcements::compare()
{
    if (m_page) {
        compareMute();
        compareBanner();
        compareWait();
        compareObjection();
    }
}

void Announcements::compareMute()
{
    const ComposerState &composer = m_page->composer();
    // Outside nobody is muted or not; that one is outside is told by the state of the room. What is left of a mute
    // changes the sentence every second, but is no news.
    if (!isInside(m_page->state()) || composer.mute() == m_mute) {
        return;
    }
    const bool wasMuted = !m_mute.canSpeak;
    m_mute = composer.mute();
    if (!m_mute.canSpeak) {
        Q_EMIT announced(composer.lockReason());
    } else if (wasMuted) {
        Q_EMIT announced(tr("You can write again."));
    }
}

void Announcements::compareWait()
{
    const bool early = m_page->composer().isTooEarly();
    if (early == m_early) {
        // The seconds of a countdown are no news.
        return;
    }
    m_early = early;
    const bool isSaidOtherwise = !m_page->composer().objection().isEmpty();
    if (!early) {
        Q_EMIT announced(tr("You can write again."));
    } else if (!isSaidOtherwise) {
        Q_EMIT announced(m_page->composer().hint());
    }
}

void Announcements::compareObjection()
{
    const QString objection = m_page->composer().objection();
    if (objection != m_objection) {
        m_objection = objection;
        if (!objection.isEmpty()) {
            m_saidMeanwhile = objection;
            Q_EMIT announced(objection);
        }
    }
}

void Announcements::compareAttachment(AttachmentId id)
{
    const auto attachment = m_page ? m_page->composer().attachments().find(id) : std::nullopt;
    if (!attachment || attachment->state != Attachment::State::Failed) {
        m_failed.remove(id);
    } else if (!m_failed.contains(id)) {
        m_failed.insert(id);
        Q_EMIT announced(tr("%1 was not sent. %2", "name of a file, why as a sentence")
                             .arg(displaytext::oneLine(attachment->file.name), attachment->problem));
    }
}

void Announcements::noteNotSent(const StoredMessage &row)
{
    // Told a little later: others fail with it for the same reason, and the composer may say it with the text that it
    // is given back.
    if (m_notSent.isEmpty()) {
        m_saidMeanwhile.clear();
        QMetaObject::invokeMethod(this, &Announcements::tellNotSent, Qt::QueuedConnection);
    }
    if (const QString why = messagewords::notSent(row); !m_notSent.contains(why)) {
        m_notSent.append(why);
    }
}

void Announcements::tellNotSent()
{
    m_notSent.removeAll(m_saidMeanwhile);
    if (!m_notSent.isEmpty()) {
        // In one, because each announcement cuts the one before it short.
        Q_EMIT announced(m_notSent.join(u' '));
        m_notSent.clear();
    }
}

void Announcements::compareBanner()
{
    const BannerState &banner = m_page->banner();
    if (banner.kind() == m_kind) {
        // The seconds of a countdown are no news.
        return;
    }
    const bool wasOffline = m_kind == BannerState::Kind::Offline;
    m_kind = banner.kind();
    if (m_kind == BannerState::Kind::Offline || m_kind == BannerState::Kind::NotLetIn ||
        m_kind == BannerState::Kind::Receipt) {
        Q_EMIT announced(banner.text());
    } else if (wasOffline) {
        Q_EMIT announced(tr("Connected again."));
    }
}

} // namespace foyer
