#include "support/transcript.h"

#include "support/xml.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

Transcript::Transcript(const QString &folder, const QString &server)
    : m_path(folder + u"/transcripts/"_s + server + u".txt"_s)
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no transcript %s", qPrintable(m_path));
    QString topic;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        if (line.startsWith("== "_L1))
            topic = line.mid(3);
        else if (!line.startsWith(u'#'))
            m_lines.append({topic, line});
    }
}

QList<stanza::XmlNode> Transcript::stanzas(const QString &topic) const
{
    QList<stanza::XmlNode> found;
    for (const auto &[name, line] : m_lines) {
        if (name == topic)
            found.append(xml(line));
    }
    if (found.isEmpty())
        qFatal("no topic %s in %s", qPrintable(topic), qPrintable(m_path));
    return found;
}

stanza::XmlNode Transcript::stanza(const QString &topic) const
{
    const QList<stanza::XmlNode> found = stanzas(topic);
    if (found.size() != 1)
        qFatal("more than one stanza for %s in %s", qPrintable(topic), qPrintable(m_path));
    return found.constFirst();
}

bool Transcript::has(const QString &topic) const
{
    return std::any_of(m_lines.cbegin(), m_lines.cend(), [&topic](const auto &line) { return line.first == topic; });
}

} // namespace foyer
