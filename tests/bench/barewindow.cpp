// The least a window of Qt Widgets can be: what the program's own start is compared with.
#include <QApplication>
#include <QMainWindow>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1240, 760);
    window.show();
    return QApplication::exec();
}
