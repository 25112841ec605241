#pragma once

#include "core/occupant.h"

#include <QAbstractListModel>

#include <array>
#include <optional>

namespace foyer
{

/// The people of one room, under section lines: moderators, participants, those without voice. Inside a section by
/// nickname. Changes come as deltas, so that a room of thousands costs a binary search each;
/// a crowd's coming or going is one reset.
class OccupantListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole + 1, ///< "section" or "occupant"
        NicknameRole,
        IdentityRole, ///< what the avatar's colour is made of: occupant id, else nickname
        CountRole,    ///< of a section
        SelfRole,
        MutedRole,
        ExtraRole,
    };

    explicit OccupantListModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QHash<int, QByteArray> roleNames() const override;
    /// The title of the section that begins at \a row, as if it had \a people in it.
    QString titleAt(int row, int people) const { return sectionTitle(placeOf(row).section, people); }

    /// Everybody with a role; the section lines are not counted.
    int occupantCount() const;
    QString ownNickname() const { return m_ownNickname; }
    void setOwnNickname(const QString &nickname);
    /// The person of that nickname, when they are here.
    std::optional<Occupant> occupant(const QString &nickname) const;
    /// Nicknames of others that begin with \a prefix, whatever its case; at most \a limit, in alphabetical order.
    QStringList nicknamesStarting(const QString &prefix, int limit) const;
    /// Everybody's nickname.
    QStringList nicknames() const;
    /// Whether we are a moderator of the room.
    /// The room knows mutes that end by themselves.
    void setTimedMutes(bool known) { m_timedMutes = known; }
    bool hasTimedMutes() const { return m_timedMutes; }
    bool isOwnModerator() const { return find(m_ownNickname).section == Moderators && find(m_ownNickname).index >= 0; }

public Q_SLOTS:
    /// Replaces the whole list.
    void reset(const QList<foyer::Occupant> &occupants);
    void applyDelta(const foyer::OccupantDelta &delta);

private:
    enum Section { Moderators, Participants, Muted, SectionCount };
    struct Place {
        Section section;
        int index; ///< inside the section; -1 is its line
    };

    static Section sectionOf(const Occupant &occupant);
    Place placeOf(int row) const;
    int firstRowOf(Section section) const;
    static QString sectionTitle(Section section, int people);
    void applyAtOnce(const OccupantDelta &delta);
    void insert(const Occupant &occupant);
    void remove(const Occupant &occupant);
    void update(const Occupant &occupant);
    /// Section and index of the person of that nickname; index -1 when absent.
    Place find(const QString &nickname) const;
    void announceCount(Section section);

    std::array<QList<Occupant>, SectionCount> m_sections;
    std::array<int, SectionCount> m_counts{}; ///< as the section lines say: they change by a signal of their own
    QString m_ownNickname;
    bool m_timedMutes = false;
};

} // namespace foyer
