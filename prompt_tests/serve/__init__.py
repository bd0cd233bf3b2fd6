"""`serve`: an OpenAI-compatible server on loopback that answers from recordings.

Read in this order:

    app, bodies                     the application, and the requests that come in
    answers, shapes, responses_shapes
                                    the recorded answers, in OpenAI's two shapes
    embeddings, batches             the other interfaces
    weather, background             answers late or never; a server in a thread
"""
