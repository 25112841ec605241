#pragma once

#include <QObject>
#include <QPointer>

#include <functional>

class QDialog;

namespace foyer
{

class AppState;
class MainWindow;
class Theme;

/// What QuitFlow stands between; all of it outlives it.
struct QuitFlowDeps {
    AppState &state;
    MainWindow &window;
    Theme &theme;
    bool isDriven = false;             ///< nobody is there to answer
    std::function<bool()> staysInTray; ///< whether closing the window only hides it
};

/// Quitting by hand, from the menu or by closing the window: asks first when files would be lost that are attached or
/// on their way. The end of the desktop's session is not held up.
class QuitFlow : public QObject
{
    Q_OBJECT

public:
    explicit QuitFlow(const QuitFlowDeps &deps, QObject *parent = nullptr);

public Q_SLOTS:
    /// The person wants to quit: confirmed() follows, at once when there is nothing to ask.
    void ask();

Q_SIGNALS:
    void confirmed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool mustAsk() const;

    QuitFlowDeps m_deps;
    QPointer<QDialog> m_question;
    bool m_sessionEnds = false;
};

} // namespace foyer
