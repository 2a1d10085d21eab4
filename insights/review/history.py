from insights.review.frame import Room
ROOM = Room(path='/history', name='history'.capitalize(), about='', pages={})
