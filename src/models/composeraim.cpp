// What a ComposerState's text is about, and how what was not taken comes back to it.
#include "models/composerstate.h"

#include "models/displaytext.h"

#include <algorithm>
#include <utility>

namespace foyer
{

bool ComposerState::isFree() const
{
    return m_aim.kind == ComposerAim::Kind::New && m_draft.trimmed().isEmpty();
}

void ComposerState::setAim(const ComposerAim &aim)
{
    if (m_aim != aim) {
        m_aim = aim;
        Q_EMIT aimChanged();
    }
}

void ComposerState::endEdit()
{
    setAim(std::exchange(m_waitingAim, {}));
    setDraft(std::exchange(m_waitingDraft, {}));
}

void ComposerState::putEditAside()
{
    if (m_aim.kind != ComposerAim::Kind::Edit) {
        return;
    }
    if (m_draft != m_aim.body && !m_draft.trimmed().isEmpty()) {
        m_waitingEdits.append({m_aim.key, m_aim.body, m_draft, {}});
    }
    endEdit();
}

void ComposerState::beginReply(MessageKey key, const QString &nickname, const QString &body)
{
    putEditAside();
    setAim({ComposerAim::Kind::Reply, key, displaytext::oneLine(nickname), body});
}

void ComposerState::beginEdit(MessageKey key, const QString &body)
{
    putEditAside();
    const auto waits = std::find_if(m_waitingEdits.begin(), m_waitingEdits.end(),
                                    [key](const WaitingEdit &edit) { return edit.key == key; });
    QString text = body;
    if (waits != m_waitingEdits.end()) {
        text = waits->text;
        m_waitingEdits.erase(waits);
    }
    m_waitingDraft = m_draft;
    m_waitingAim = m_aim;
    setAim({ComposerAim::Kind::Edit, key, {}, body});
    setDraft(text);
}

void ComposerState::resumeEdit()
{
    if (isFree() && !m_waitingEdits.isEmpty()) {
        const WaitingEdit edit = m_waitingEdits.first();
        beginEdit(edit.key, edit.body);
        say(edit.reason);
    }
}

void ComposerState::dropAim()
{
    if (m_aim.kind == ComposerAim::Kind::Edit) {
        endEdit();
    } else {
        setAim({});
    }
    resumeEdit();
}

ComposerAim ComposerState::submit(const QString &body)
{
    m_sentAim = m_aim;
    m_sentBody = body;
    if (m_aim.kind == ComposerAim::Kind::Edit) {
        endEdit();
    } else {
        setAim({});
        setDraft(nextPart());
    }
    resumeEdit();
    return m_sentAim;
}

void ComposerState::restoreDraft(const QString &draft)
{
    m_rest = draft;
    setDraft(nextPart());
    Q_EMIT changed();
}

QString ComposerState::nextPart()
{
    if (m_rest.toUtf8().size() <= maximumBodyBytes) {
        return std::exchange(m_rest, {});
    }
    qsizetype end = 0;
    for (qsizetype bytes = 0; end < m_rest.size();) {
        const qsizetype next = end + (m_rest[end].isHighSurrogate() ? 2 : 1);
        bytes += QStringView(m_rest).mid(end, next - end).toUtf8().size();
        if (bytes > maximumBodyBytes) {
            break;
        }
        end = next;
    }
    // Between two lines, when they are not all too long for that.
    const qsizetype line = m_rest.lastIndexOf(u'\n', end - 1);
    const qsizetype length = line > end / 2 ? line + 1 : end;
    const QString part = m_rest.left(length);
    m_rest.remove(0, length);
    return part;
}

void ComposerState::say(const QString &reason)
{
    m_refusal = reason;
    m_objects = false;
    m_asked = false;
    Q_EMIT changed();
}

void ComposerState::refuse(const QString &body, const QString &reason)
{
    if (!body.isEmpty()) {
        // Not into a message that is being corrected.
        const bool isEdit = m_aim.kind == ComposerAim::Kind::Edit;
        QString &draft = isEdit ? m_waitingDraft : m_draft;
        const ComposerAim &aim = isEdit ? m_waitingAim : m_aim;
        const bool isFresh = aim.kind == ComposerAim::Kind::New && draft.trimmed().isEmpty();
        if (isFresh && body == m_sentBody && m_sentAim.kind == ComposerAim::Kind::Reply) {
            if (isEdit) {
                m_waitingAim = m_sentAim;
            } else {
                setAim(m_sentAim);
            }
        }
        draft = draft.trimmed().isEmpty() ? body : body + QLatin1String("\n\n") + draft;
        Q_EMIT draftChanged();
    }
    say(reason);
    m_objects = body.isEmpty();
}

void ComposerState::refuseEdit(MessageKey key, const QString &body, const QString &text, const QString &reason)
{
    const bool isOpen = m_aim.kind == ComposerAim::Kind::Edit && m_aim.key == key;
    if (isOpen) {
        // What it was begun from is not what stands there any more, and so no reason to leave it alone.
        setAim({ComposerAim::Kind::Edit, key, {}, body});
    }
    if (!isOpen || m_draft != text) {
        m_waitingEdits.append({key, body, text, reason});
    }
    resumeEdit();
    say(reason);
}

void ComposerState::giveBack(MessageKey key, const QString &body, const QString &reason)
{
    if (m_draft.trimmed().isEmpty()) {
        m_givenBack = key;
        m_givenBackText = body;
        refuse(body, reason);
    }
}

void ComposerState::takeBack(MessageKey key)
{
    if (key == m_givenBack && m_draft == m_givenBackText) {
        setDraft({});
    }
}

} // namespace foyer
