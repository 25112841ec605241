#pragma once

#include "stanza/xmlnode.h"

#include <QList>
#include <QString>

namespace foyer
{

/// What a real server sent, by topic: `tests/data/transcripts/<server>.txt`, one stanza a line under `== topic` lines.
class Transcript
{
public:
    /// \a folder is FOYER_TEST_DATA; \a server `ejabberd` or `prosody`. Aborts the test program when it is missing.
    Transcript(const QString &folder, const QString &server);

    /// The stanzas of a topic; aborts the test program when there is no such topic.
    QList<stanza::XmlNode> stanzas(const QString &topic) const;
    /// The only stanza of a topic.
    stanza::XmlNode stanza(const QString &topic) const;
    bool has(const QString &topic) const;

private:
    QString m_path;
    QList<std::pair<QString, QString>> m_lines; ///< topic and stanza
};

} // namespace foyer
